#ifndef LINKSTAT_AGENT_APP_AUDIT_TRAIL_H_
#define LINKSTAT_AGENT_APP_AUDIT_TRAIL_H_

#include <memory>

#include "absl/status/statusor.h"
#include "agent/telemetry/audit.h"
#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Opens the audit that the settings name; null where they name none. Fails when
// its file cannot be opened; the message is for the log. A failure of writing, its end, and a
// file that was removed or replaced are logged. `log` must outlive the audit and a write
// that the audit leaves behind.
absl::StatusOr<std::unique_ptr<telemetry::Audit>> OpenAudit(const agent::v1::AgentConfig& config,
                                                            const telemetry::Log* log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_AUDIT_TRAIL_H_
