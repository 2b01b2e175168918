#include "agent/rpc/call/method_guard.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/rpc/call/authorization_interceptor.h"
#include "agent/rpc/call/methods.h"
#include "agent/rpc/call/status.h"

namespace linkstat::rpc {

grpc::Status MethodGuard::Process(const InputMetadata& metadata, grpc::AuthContext* context,
                                  OutputMetadata* /*consumed*/, OutputMetadata* /*response*/) {
  const auto path = metadata.find(":path");
  if (path != metadata.end() &&
      FindMethod(absl::string_view(path->second.data(), path->second.size())).has_value()) {
    return grpc::Status::OK;
  }
  const std::vector<std::string> identities = CallerIdentities(*context);
  const absl::Status status = CheckPermission(*policy_, identities, access::Permission::kInspect);
  if (!status.ok()) refused_(identities.empty() ? std::string() : identities.front());
  return ToGrpcStatus(status);
}

}  // namespace linkstat::rpc
