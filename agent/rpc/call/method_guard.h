#ifndef LINKSTAT_AGENT_RPC_CALL_METHOD_GUARD_H_
#define LINKSTAT_AGENT_RPC_CALL_METHOD_GUARD_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "agent/access/policy.h"
#include "grpcpp/security/auth_metadata_processor.h"

namespace linkstat::rpc {

// Rejects calls of methods that gRPC serves by itself (channelz), or that do not exist,
// of callers that may not inspect the server: in the same words, so that they do not
// learn which methods exist. The agent's own methods pass; AuthorizationInterceptor
// decides on them. Thread-safe.
class MethodGuard final : public grpc::AuthMetadataProcessor {
 public:
  // Called with the identity of a caller that is refused; empty for one without any.
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
