#include "agent/app/config/check_settings.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/app/config/listen_address.h"
#include "agent/app/config/module_options.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;

// What the setting requires and `config` lacks; empty when it lacks nothing.
std::string MissingFor(const Setting& setting, const AgentConfig& config) {
  if (setting.number() == AgentConfig::kUnixSocketModeFieldNumber) {
    const bool has_socket = absl::StartsWith(config.listen(), "unix:") ||
                            absl::StartsWith(config.health_listen(), "unix:");
    return has_socket ? "" : "a unix socket";
  }
  const std::string& other = OptionsOf(setting).needs();
  return other.empty() || IsSet(*FindSetting(other), config) ? "" : other;
}

void CheckEach(ConfigBuilder& builder) {
  for (const Setting* setting : AllSettings()) {
    if (!IsSet(*setting, builder.config())) continue;
    const std::string name(setting->name());
    const Spelling spelling =
        absl::StartsWith(builder.PlaceOf(name), "--") ? Spelling::kFlag : Spelling::kFile;
    for (std::string& fault : ValueFaults(*setting, spelling, builder.config())) {
      builder.AddFaultOf(name, std::move(fault));
    }
    const std::string missing = MissingFor(*setting, builder.config());
    if (!missing.empty()) builder.AddFaultOf(name, absl::StrCat("requires ", missing));
  }
}

// Only callers of this machine may call without being authenticated, unless the operator
// allows it.
void CheckCallersKnown(ConfigBuilder& builder) {
  const AgentConfig& config = builder.config();
  if (config.has_tls_client_ca() && config.reader().empty() && config.reporter().empty() &&
      config.admin().empty()) {
    builder.AddFaultOf("tls_client_ca",
                       "requires a reader, reporter or admin: every call would be rejected");
  }
  const absl::StatusOr<ListenAddress> address = ParseListenAddress(config.listen());
  if (!address.ok() || address->IsLoopback() || config.allow_insecure() ||
      config.has_tls_client_ca()) {
    return;
  }
  builder.AddFaultOf(
      "listen", absl::StrCat("not a loopback address, and ",
                             config.has_tls_certificate() ? "callers are not authenticated: set "
                                                          : "TLS is off: set tls_certificate and ",
                             "tls_client_ca, or allow_insecure"));
}

void CheckAddressesDiffer(const AgentConfig& filled, ConfigBuilder& builder) {
  const auto addresses = ListenAddressesOf(filled);
  for (auto it = addresses.begin(); it != addresses.end(); ++it) {
    const auto other = std::find_if(
        addresses.begin(), it, [&](const auto& each) { return each.second.Overlaps(it->second); });
    if (other == it) continue;
    builder.AddFaultOf(it->first, absl::StrCat("conflicts with the address of ", other->first));
  }
}

void CheckShares(const AgentConfig& filled, ConfigBuilder& builder) {
  const AgentConfig& config = builder.config();
  if (config.has_max_calls_per_caller() && config.max_calls_per_caller() > filled.max_calls()) {
    builder.AddFaultOf("max_calls_per_caller", "must be at most max_calls");
  }
  if (config.has_max_streams_per_caller() &&
      config.max_streams_per_caller() > filled.max_streams()) {
    builder.AddFaultOf("max_streams_per_caller", "must be at most max_streams");
  }
}

void CheckAccounts(const AgentConfig& filled, ConfigBuilder& builder) {
  service::AccountSettings settings = AccountSettingsOf(filled);
  // Without a domain, the prefix already lacks what it requires.
  if (settings.email_domain.empty()) settings.email_prefix.clear();
  FieldFaults faults;
  service::CheckAccountSettings(settings, faults);
  for (const auto& [field, fault] : faults.told()) {
    builder.AddFaultOf(field == "first_name" ? field : absl::StrCat("work_", field), fault);
  }
}

}  // namespace

void FillDefaults(AgentConfig& config) {
  for (const Setting* setting : AllSettings()) {
    const std::string& value = OptionsOf(*setting).default_value();
    if (value.empty() || IsSet(*setting, config) || !MissingFor(*setting, config).empty()) continue;
    SetValue(*setting, value, config);
  }
  if (!config.has_max_calls_per_caller()) {
    config.set_max_calls_per_caller(std::max(1U, config.max_calls() / 2));
  }
  if (!config.has_max_streams_per_caller()) {
    config.set_max_streams_per_caller(std::max(1U, config.max_streams() / 10));
  }
}

void ApplyFlags(const std::vector<FlagValue>& flags, ConfigBuilder& builder) {
  for (const FlagValue& flag : flags) {
    const std::string name = FlagOf(flag.setting);
    const Setting& setting = *FindSetting(flag.setting);
    if (setting.is_repeated()) {
      builder.config().GetReflection()->ClearField(&builder.config(), &setting);
      builder.SetPlace(flag.setting, name);
    } else if (flag.values.size() > 1) {
      builder.AddFault(name, "set more than once");
      continue;
    }
    for (const std::string& value : flag.values) {
      if (const std::optional<std::string> fault = SetValue(setting, value, builder.config())) {
        builder.AddFault(name, *fault);
      } else {
        builder.SetPlace(flag.setting, name);
      }
    }
  }
}

void CheckSettings(ConfigBuilder& builder) {
  AgentConfig filled = builder.config();
  FillDefaults(filled);
  CheckEach(builder);
  CheckCallersKnown(builder);
  CheckAddressesDiffer(filled, builder);
  CheckShares(filled, builder);
  CheckAccounts(filled, builder);
}

}  // namespace linkstat::app
