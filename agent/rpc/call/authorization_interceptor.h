#ifndef LINKSTAT_AGENT_RPC_CALL_AUTHORIZATION_INTERCEPTOR_H_
#define LINKSTAT_AGENT_RPC_CALL_AUTHORIZATION_INTERCEPTOR_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "agent/access/policy.h"
#include "agent/rpc/call/call.h"
#include "grpcpp/security/auth_context.h"
#include "grpcpp/server_context.h"

namespace linkstat::rpc {

// The identities of the certificate that was verified when the connection was made, see
// access::IdentitiesOf. Empty for a connection without one.
std::vector<std::string> CallerIdentities(const grpc::AuthContext& context);

// Rejects calls of methods that their callers have no permission for. Thread-safe.
class AuthorizationInterceptor {
 public:
  // `policy` null: every caller may call every method.
  explicit AuthorizationInterceptor(std::shared_ptr<const access::Policy> policy)
      : policy_(std::move(policy)) {}

  // Of a call's caller. Empty without a policy, which spares a call their cost.
  std::vector<std::string> IdentitiesOf(const grpc::ServerContextBase& context) const;

  // OK when the policy gives one of the identities the permission; otherwise
  // PERMISSION_DENIED with NOT_ALLOWED, in the same words whatever was called.
  absl::Status Check(const std::vector<std::string>& identities,
                     access::Permission permission) const;

  // Likewise for the permission of a call's method, with its caller's identities.
  absl::Status Begin(const Call& call) const;

 private:
  const std::shared_ptr<const access::Policy> policy_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_AUTHORIZATION_INTERCEPTOR_H_
