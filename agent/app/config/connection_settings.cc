#include "agent/app/config/connection_settings.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/app/config/durations.h"
#include "agent/app/config/listen_address.h"

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

void CheckUnixSocketMode(ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  if (!config.has_unix_socket_mode()) return;
  if (!IsMode(config.unix_socket_mode())) {
    draft.AddFaultOf("unix_socket_mode", "must be four octal digits from 0600 to 0777");
  } else if (!HasUnixSocket(config)) {
    draft.AddFaultOf("unix_socket_mode", "is of no use without a unix socket");
  }
}

void CheckHealthListen(ConfigBuilder& draft) {
  if (!draft.config().has_health_listen()) return;
  const auto parsed = ParseListenAddress(draft.config().health_listen());
  if (const auto* fault = absl::get_if<AddressFault>(&parsed)) {
    draft.AddFaultOf("health_listen", *fault);
  }
}

struct NamedAddress {
  const char* setting;
  ListenAddress address;
};

// Whether only one of them can be listened on at a time. Names of hosts are compared
// as they are written.
bool Overlap(const ListenAddress& a, const ListenAddress& b) {
  if (!a.unix_path.empty() || !b.unix_path.empty()) return a.unix_path == b.unix_path;
  if (a.port != b.port || a.port == 0) return false;
  const std::string hosts[] = {a.NumericHost(), b.NumericHost()};
  const auto any = [&](absl::string_view host) { return absl::c_linear_search(hosts, host); };
  const auto is_v6 = [](const std::string& host) { return absl::StrContains(host, ':'); };
  if (hosts[0] == hosts[1] || any("::")) return true;
  return any("0.0.0.0") && absl::c_none_of(hosts, is_v6);
}

}  // namespace

void CheckAddressesDiffer(const AgentConfig& config, ConfigBuilder& draft) {
  std::vector<NamedAddress> seen;
  const std::pair<const char*, const std::string*> settings[] = {
      {"listen", &config.listen()},
      {"health_listen", &config.health_listen()},
      {"metrics_listen", &config.metrics_listen()}};
  for (const auto& [setting, value] : settings) {
    const auto parsed = ParseListenAddress(*value);
    const auto* address = absl::get_if<ListenAddress>(&parsed);
    if (address == nullptr) continue;
    const auto other = absl::c_find_if(
        seen, [&](const NamedAddress& each) { return Overlap(each.address, *address); });
    if (other != seen.end()) {
      draft.AddFaultOf(setting, absl::StrCat("is the address of ", other->setting));
    }
    seen.push_back({setting, *address});
  }
}

void CheckConnections(ConfigBuilder& draft) {
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

int EventLoopsOf(const AgentConfig& config, unsigned cores) {
  constexpr unsigned kMostByDefault = 4;
  if (config.has_event_loops()) return static_cast<int>(config.event_loops());
  return static_cast<int>(std::clamp(cores / 2, 1U, kMostByDefault));
}

}  // namespace linkstat::app
