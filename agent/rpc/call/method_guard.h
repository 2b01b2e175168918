#ifndef LINKSTAT_AGENT_RPC_CALL_METHOD_GUARD_H_
#define LINKSTAT_AGENT_RPC_CALL_METHOD_GUARD_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "agent/access/policy.h"
#include "grpcpp/security/auth_metadata_processor.h"

namespace linkstat::rpc {

// Lets only admins call what gRPC serves by itself (reflection, channelz) and what
// nobody serves: everybody else is refused in the same words, and so does not
// learn what there is. The agent's own methods it lets pass; the call gate
// decides on those, and tells why. Thread-safe.
class MethodGuard final : public grpc::AuthMetadataProcessor {
 public:
  // Told who is refused; empty for nobody that a certificate names.
  using Refused = std::function<void(const std::string& caller)>;

  MethodGuard(std::shared_ptr<const access::Policy> policy, Refused refused)
      : policy_(std::move(policy)), refused_(std::move(refused)) {}

  bool IsBlocking() const override { return false; }
  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* context,
                       OutputMetadata* consumed, OutputMetadata* response) override;

 private:
  const std::shared_ptr<const access::Policy> policy_;
  const Refused refused_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_METHOD_GUARD_H_
