#include "agent/rpc/call/authorization_interceptor.h"

#include "agent/base/error.h"
#include "grpc/grpc_security_constants.h"

namespace linkstat::rpc {
namespace {

std::vector<std::string> ValuesOf(const grpc::AuthContext& context, const char* property) {
  std::vector<std::string> values;
  for (const grpc::string_ref& value : context.FindPropertyValues(property)) {
    values.emplace_back(value.data(), value.size());
  }
  return values;
}

}  // namespace

std::vector<std::string> CallerIdentities(const grpc::AuthContext& context) {
  if (!context.IsPeerAuthenticated()) return {};
  access::CertificateNames names;
  names.uris = ValuesOf(context, GRPC_PEER_URI_PROPERTY_NAME);
  names.dns = ValuesOf(context, GRPC_PEER_DNS_PROPERTY_NAME);
  const std::vector<std::string> common = ValuesOf(context, GRPC_X509_CN_PROPERTY_NAME);
  if (common.size() == 1) names.common_name = common.front();
  return access::IdentitiesOf(names);
}

absl::Status AuthorizationInterceptor::Check(const std::vector<std::string>& identities,
                                             access::Permission permission) const {
  if (policy_ == nullptr || policy_->PermissionsOf(identities).Has(permission)) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_NOT_ALLOWED,
                   "the caller has no role that may call this");
}

std::vector<std::string> AuthorizationInterceptor::IdentitiesOf(
    const grpc::ServerContextBase& context) const {
  if (policy_ == nullptr) return {};
  return CallerIdentities(*context.auth_context());
}

absl::Status AuthorizationInterceptor::Begin(const Call& call) const {
  const std::optional<access::Permission>& permission = call.facts().traits().permission;
  return permission.has_value() ? Check(call.facts().identities, *permission) : absl::OkStatus();
}

}  // namespace linkstat::rpc
