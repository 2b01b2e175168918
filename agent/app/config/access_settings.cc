#include "agent/app/config/access_settings.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using Identities = google::protobuf::RepeatedPtrField<std::string>;

struct RoleSetting {
  const char* setting;
  access::Role role;
  const Identities& (AgentConfig::*identities)() const;
};

constexpr RoleSetting kRoles[] = {
    {"reader", access::Role::kReader, &AgentConfig::reader},
    {"reporter", access::Role::kReporter, &AgentConfig::reporter},
    {"admin", access::Role::kAdmin, &AgentConfig::admin},
};

}  // namespace

void CheckAccess(ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  bool anybody = false;
  for (const RoleSetting& it : kRoles) {
    const Identities& identities = (config.*it.identities)();
    anybody = anybody || !identities.empty();
    if (!identities.empty() && !config.has_tls_client_ca()) {
      draft.AddFaultOf(it.setting, "is of no use without tls_client_ca: nobody shows who they are");
    }
    for (int i = 0; i < identities.size(); ++i) {
      const absl::optional<std::string> fault = access::IdentityFault(identities[i]);
      if (!fault) continue;
      draft.AddFaultOf(it.setting, identities.size() == 1
                                       ? *fault
                                       : absl::StrCat("number ", i + 1, " ", *fault));
    }
  }
  if (config.has_tls_client_ca() && !anybody) {
    draft.AddFaultOf("tls_client_ca",
                     "is set and nobody is named a reader, reporter or admin: every call would be "
                     "refused");
  }
}

std::shared_ptr<const access::Policy> AccessPolicy(const AgentConfig& config) {
  if (!config.has_tls_client_ca()) return nullptr;
  std::vector<access::Grant> grants;
  for (const RoleSetting& it : kRoles) {
    for (const std::string& identity : (config.*it.identities)()) {
      grants.push_back({it.role, identity});
    }
  }
  return std::make_shared<const access::Policy>(grants);
}

}  // namespace linkstat::app
