#include "agent/app/config/module_options.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/strip.h"
#include "agent/app/config/durations.h"
#include "agent/app/config/setting.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;

telemetry::LogLevel LevelOf(agent::v1::LogLevel level) {
  switch (level) {
    case agent::v1::LOG_LEVEL_DEBUG:
      return telemetry::LogLevel::kDebug;
    case agent::v1::LOG_LEVEL_WARNING:
      return telemetry::LogLevel::kWarning;
    case agent::v1::LOG_LEVEL_ERROR:
      return telemetry::LogLevel::kError;
    default:
      return telemetry::LogLevel::kInfo;
  }
}

}  // namespace

std::shared_ptr<const access::Policy> AccessPolicy(const AgentConfig& config) {
  if (!config.has_tls_client_ca()) return nullptr;
  std::vector<access::Grant> grants;
  const auto grant = [&](access::Role role, const auto& identities) {
    for (const std::string& identity : identities) grants.push_back({role, identity});
  };
  grant(access::Role::kReader, config.reader());
  grant(access::Role::kReporter, config.reporter());
  grant(access::Role::kAdmin, config.admin());
  return std::make_shared<const access::Policy>(grants);
}

absl::StatusOr<AuditTarget> ParseAuditTarget(absl::string_view text) {
  if (text == "stdout") return AuditTarget();
  if (absl::ConsumePrefix(&text, "file:") && !text.empty()) return AuditTarget{std::string(text)};
  return absl::InvalidArgumentError("must be stdout or file:PATH");
}

service::AccountSettings AccountSettingsOf(const AgentConfig& config) {
  return {.email_domain = config.work_email_domain(),
          .email_prefix = config.work_email_prefix(),
          .first_name = config.first_name()};
}

telemetry::LogLevel CallLevelOf(const AgentConfig& config) {
  return LevelOf(config.call_log_level());
}

telemetry::LogOptions LogOptionsOf(const AgentConfig& config, bool is_terminal, bool no_color) {
  telemetry::LogOptions options;
  options.least = LevelOf(config.log_level());
  const bool text = config.log_format() == agent::v1::LOG_FORMAT_TEXT ||
                    (config.log_format() != agent::v1::LOG_FORMAT_JSON && is_terminal);
  const bool colored = text && is_terminal && !no_color;
  options.style = colored ? telemetry::LogStyle::kColoredText
                  : text  ? telemetry::LogStyle::kText
                          : telemetry::LogStyle::kJson;
  return options;
}

std::vector<std::pair<std::string, ListenAddress>> ListenAddressesOf(const AgentConfig& config) {
  std::vector<std::pair<std::string, ListenAddress>> addresses;
  for (const Setting* setting : AllSettings()) {
    const agent::v1::TextForm form = OptionsOf(*setting).form();
    if (form != agent::v1::TEXT_FORM_LISTEN_ADDRESS && form != agent::v1::TEXT_FORM_IP_ADDRESS) {
      continue;
    }
    const absl::StatusOr<ListenAddress> address =
        ParseListenAddress(config.GetReflection()->GetString(config, setting));
    if (address.ok()) addresses.emplace_back(setting->name(), *address);
  }
  return addresses;
}

mode_t UnixSocketMode(const AgentConfig& config) {
  constexpr int kOctal = 8;
  return static_cast<mode_t>(std::strtoul(config.unix_socket_mode().c_str(), nullptr, kOctal));
}

rpc::TransportLimits TransportLimitsOf(const AgentConfig& config) {
  rpc::TransportLimits limits;
  limits.handshake_timeout = *FromProto(config.handshake_timeout());
  limits.connection_idle = *FromProto(config.connection_idle());
  if (config.has_connection_age()) limits.connection_age = *FromProto(config.connection_age());
  limits.connection_age_grace = *FromProto(config.connection_age_grace());
  limits.streams = static_cast<int>(config.max_calls_per_connection());
  return limits;
}

int EventLoopsOf(const AgentConfig& config, unsigned cores) {
  constexpr unsigned kMostByDefault = 4;
  if (config.has_event_loops()) return static_cast<int>(config.event_loops());
  return static_cast<int>(std::clamp(cores / 2, 1U, kMostByDefault));
}

}  // namespace linkstat::app
