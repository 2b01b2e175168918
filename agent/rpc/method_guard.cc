#include "agent/rpc/method_guard.h"

#include <string>

#include "absl/strings/string_view.h"
#include "agent/rpc/caller.h"
#include "agent/rpc/methods.h"
#include "agent/rpc/status.h"

namespace linkstat::rpc {

grpc::Status MethodGuard::Process(const InputMetadata& metadata, grpc::AuthContext* context,
                                  OutputMetadata* /*consumed*/, OutputMetadata* /*response*/) {
  const auto path = metadata.find(":path");
  if (path != metadata.end() &&
      FindMethod(absl::string_view(path->second.data(), path->second.size())) != nullptr) {
    return grpc::Status::OK;
  }
  return ToGrpcStatus(CheckRole(*policy_, CallerIdentities(*context), access::Role::kAdmin));
}

}  // namespace linkstat::rpc
