#include "agent/app/audit_trail.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "agent/app/audit_settings.h"
#include "agent/base/status_macros.h"
#include "agent/telemetry/rotating_file.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using Append = std::function<absl::Status(absl::string_view)>;

absl::Status AppendToStdout(absl::string_view line) {
  while (!line.empty()) {
    const ssize_t written = write(STDOUT_FILENO, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return absl::ErrnoToStatus(errno, "standard output cannot be written");
    line.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::StatusOr<Append> AppendTo(const AgentConfig& config) {
  const absl::optional<AuditTarget> target = ParseAuditTarget(config.audit());
  if (!target.has_value()) return absl::InvalidArgumentError("`audit` is no place to write to");
  if (!target->file.has_value()) return AppendToStdout;
  LINKSTAT_ASSIGN_OR_RETURN(
      std::shared_ptr<telemetry::RotatingFile> file,
      telemetry::RotatingFile::Open(*target->file, uint64_t{config.audit_max_mib()} << 20,
                                    static_cast<int>(config.audit_files())));
  return [file = std::move(file)](absl::string_view line) { return file->Append(line); };
}

}  // namespace

absl::StatusOr<std::unique_ptr<telemetry::Audit>> OpenAudit(const AgentConfig& config,
                                                            const telemetry::Log* log) {
  if (!config.has_audit()) return std::unique_ptr<telemetry::Audit>();
  telemetry::AuditOptions options;
  LINKSTAT_ASSIGN_OR_RETURN(options.append, AppendTo(config));
  options.refuse_changes = config.audit_failure() == agent::v1::AUDIT_FAILURE_REFUSE_CHANGES;
  options.changes_only = config.audit_scope() == agent::v1::AUDIT_SCOPE_CHANGES;
  options.health_changed = [log](const absl::Status& status) {
    if (status.ok()) {
      log->Info("the audit is written again");
    } else {
      log->Error("the audit cannot be written", {{"fault", status.message()}});
    }
  };
  return std::make_unique<telemetry::Audit>(std::move(options));
}

}  // namespace linkstat::app
