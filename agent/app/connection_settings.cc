#include "agent/app/connection_settings.h"

#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "agent/app/durations.h"
#include "agent/app/listen_address.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;

constexpr char kDefaultMode[] = "0660";
constexpr int kOctal = 8;

bool IsMode(absl::string_view text) {
  return text.size() == 4 && text[0] == '0' && (text[1] == '6' || text[1] == '7') &&
         absl::c_all_of(text, [](char c) { return c >= '0' && c <= '7'; });
}

bool HasUnixSocket(const AgentConfig& config) {
  return absl::StartsWith(config.listen(), "unix:") ||
         absl::StartsWith(config.health_listen(), "unix:");
}

void CheckUnixSocketMode(SettingDraft& draft) {
  const AgentConfig& config = draft.config();
  if (!config.has_unix_socket_mode()) return;
  if (!IsMode(config.unix_socket_mode())) {
    draft.AddFaultOf("unix_socket_mode", "must be four octal digits from 0600 to 0777");
  } else if (!HasUnixSocket(config)) {
    draft.AddFaultOf("unix_socket_mode", "is of no use without a unix socket");
  }
}

void CheckHealthListen(SettingDraft& draft) {
  if (!draft.config().has_health_listen()) return;
  const auto parsed = ParseListenAddress(draft.config().health_listen());
  if (const auto* fault = absl::get_if<AddressFault>(&parsed)) {
    draft.AddFaultOf("health_listen", *fault);
  }
}

}  // namespace

void CheckConnections(SettingDraft& draft) {
  CheckUnixSocketMode(draft);
  CheckHealthListen(draft);
}

void FillConnectionDefaults(AgentConfig& config) {
  if (!config.has_unix_socket_mode() && HasUnixSocket(config)) {
    config.set_unix_socket_mode(kDefaultMode);
  }
}

mode_t UnixSocketMode(const AgentConfig& config) {
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

}  // namespace linkstat::app
