#ifndef LINKSTAT_AGENT_APP_AUDIT_TRAIL_H_
#define LINKSTAT_AGENT_APP_AUDIT_TRAIL_H_

#include <memory>

#include "absl/status/statusor.h"
#include "agent/telemetry/audit.h"
#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Opens the audit that the settings name; null where they name none. Fails when
// its file cannot be had; the message is for the log. `log` is told when writing
// fails, when it works again, and when the file was removed or replaced. It must live as
// long as the audit and as a write that the audit leaves behind.
absl::StatusOr<std::unique_ptr<telemetry::Audit>> OpenAudit(const agent::v1::AgentConfig& config,
                                                            const telemetry::Log* log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_AUDIT_TRAIL_H_
