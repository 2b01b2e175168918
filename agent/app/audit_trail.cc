#include "agent/app/audit_trail.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"
#include "agent/app/config/module_options.h"
#include "agent/base/file_descriptor.h"
#include "agent/base/status_macros.h"
#include "agent/telemetry/rotating_file.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;

// Appends lines to standard output.
class StandardOutput {
 public:
  absl::Status Append(absl::string_view line) {
    written_ += WriteAll(STDOUT_FILENO, line.substr(written_));
    if (written_ < line.size())
      return absl::ErrnoToStatus(errno, "standard output cannot be written");
    written_ = 0;
    return absl::OkStatus();
  }

 private:
  // Of a line that was cut; the next try writes the rest of it.
  size_t written_ = 0;
};

// Sets where the audit goes.
absl::Status OpenTarget(const AgentConfig& config, const telemetry::Log* log,
                        telemetry::AuditOptions& options) {
  LINKSTAT_ASSIGN_OR_RETURN(const AuditTarget target, ParseAuditTarget(config.audit()));
  if (!target.file.has_value()) {
    options.append = [out = StandardOutput()](absl::string_view line) mutable {
      return out.Append(line);
    };
    return absl::OkStatus();
  }
  telemetry::RotatingFileOptions file_options;
  file_options.path = *target.file;
  file_options.max_bytes = uint64_t{config.audit_max_mib()} << 20;
  file_options.kept = static_cast<int>(config.audit_files());
  file_options.reopened = [log] {
    log->Warning("the audit's file was removed or replaced; a new one is written");
  };
  LINKSTAT_ASSIGN_OR_RETURN(const std::shared_ptr<telemetry::RotatingFile> file,
                            telemetry::RotatingFile::Open(std::move(file_options)));
  options.append = [file](absl::string_view line) { return file->Append(line); };
  options.reopened = [file] { return file->reopened(); };
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<telemetry::Audit>> OpenAudit(const AgentConfig& config,
                                                            const telemetry::Log* log) {
  if (!config.has_audit()) return std::unique_ptr<telemetry::Audit>();
  telemetry::AuditOptions options;
  LINKSTAT_RETURN_IF_ERROR(OpenTarget(config, log, options));
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
