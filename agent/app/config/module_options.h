#ifndef LINKSTAT_AGENT_APP_CONFIG_MODULE_OPTIONS_H_
#define LINKSTAT_AGENT_APP_CONFIG_MODULE_OPTIONS_H_

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/access/policy.h"
#include "agent/app/config/listen_address.h"
#include "agent/rpc/transport/transport_limits.h"
#include "agent/service/account_settings.h"
#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

// The settings as the options of the modules. Each function takes settings that were
// checked and have their defaults, unless its comment allows others.
namespace linkstat::app {

// Which callers may call what; null where every caller may call everything, which is so
// without `tls_client_ca`.
std::shared_ptr<const access::Policy> AccessPolicy(const agent::v1::AgentConfig& config);

// Where an audit is written.
struct AuditTarget {
  // The path of a file; absent: standard output.
  std::optional<std::string> file;
};

// Reads `stdout` or `file:PATH`. INVALID_ARGUMENT with a message that completes
// "--audit: ..." for anything else.
absl::StatusOr<AuditTarget> ParseAuditTarget(absl::string_view text);

// Of any settings.
service::AccountSettings AccountSettingsOf(const agent::v1::AgentConfig& config);

// The level of the log line for each call.
telemetry::LogLevel CallLevelOf(const agent::v1::AgentConfig& config);

// Of any settings; a level or format that is none counts as the default. `no_color`: the
// environment requests no color.
telemetry::LogOptions LogOptionsOf(const agent::v1::AgentConfig& config, bool is_terminal,
                                   bool no_color);

// The addresses to listen on, by setting. Of any settings; one that is absent or wrong is
// left out.
std::vector<std::pair<std::string, ListenAddress>> ListenAddressesOf(
    const agent::v1::AgentConfig& config);

mode_t UnixSocketMode(const agent::v1::AgentConfig& config);

rpc::TransportLimits TransportLimitsOf(const agent::v1::AgentConfig& config);

// The event loops of the main listener: as set, otherwise 1 on up to two of `cores`,
// then half of them, at most 4.
int EventLoopsOf(const agent::v1::AgentConfig& config, unsigned cores);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_MODULE_OPTIONS_H_
