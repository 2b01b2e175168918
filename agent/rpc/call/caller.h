#ifndef LINKSTAT_AGENT_RPC_CALL_CALLER_H_
#define LINKSTAT_AGENT_RPC_CALL_CALLER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "agent/access/policy.h"
#include "agent/access/role.h"
#include "grpcpp/security/auth_context.h"

namespace linkstat::rpc {

// Who calls, as access::IdentitiesOf says it of the certificate that was verified
// when the connection was made. Empty for a connection without one.
std::vector<std::string> CallerIdentities(const grpc::AuthContext& context);

// PERMISSION_DENIED with NOT_ALLOWED, in the same words whatever was called.
absl::Status NotAllowed();

// OK when `policy` gives one of the identities a role of `least` or more;
// otherwise NotAllowed.
absl::Status CheckRole(const access::Policy& policy, const std::vector<std::string>& identities,
                       access::Role least);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALLER_H_
