#include "agent/rpc/call/caller.h"

#include "absl/types/optional.h"
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

absl::Status NotAllowed() {
  return MakeError(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_NOT_ALLOWED,
                   "the caller has no role that may call this");
}

absl::Status CheckRole(const access::Policy& policy, const std::vector<std::string>& identities,
                       access::Role least) {
  const absl::optional<access::Role> role = policy.RoleOf(identities);
  if (!role.has_value() || *role < least) return NotAllowed();
  return absl::OkStatus();
}

}  // namespace linkstat::rpc
