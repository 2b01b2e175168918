#include "agent/app/config/account_settings.h"

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"

namespace linkstat::app {
namespace {

// The setting behind a field of AccountSettings.
std::string SettingOf(const std::string& field) {
  return field == "first_name" ? field : absl::StrCat("work_", field);
}

}  // namespace

service::AccountSettings AccountSettingsOf(const agent::v1::AgentConfig& config) {
  return {.email_domain = config.work_email_domain(),
          .email_prefix = config.work_email_prefix(),
          .first_name = config.first_name()};
}

std::vector<std::pair<std::string, std::string>> AccountSettingFaults(
    const agent::v1::AgentConfig& config) {
  FieldFaults faults;
  service::CheckAccountSettings(AccountSettingsOf(config), faults);
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& [field, fault] : faults.told()) result.emplace_back(SettingOf(field), fault);
  return result;
}

}  // namespace linkstat::app
