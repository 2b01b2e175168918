#ifndef LINKSTAT_AGENT_APP_CONFIG_AUDIT_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_AUDIT_SETTINGS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// Where an audit is written.
struct AuditTarget {
  // The path of a file; absent: standard output.
  absl::optional<std::string> file;
};

// Reads `stdout` or `file:PATH`. Absent with anything else.
absl::optional<AuditTarget> ParseAuditTarget(absl::string_view text);

// Gives the settings of an audit that is kept their defaults.
void FillAuditDefaults(agent::v1::AgentConfig& config);

// Adds the faults of the audit's settings.
void CheckAudit(ConfigBuilder& draft);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_AUDIT_SETTINGS_H_
