#include "agent/app/audit_trail.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "agent/base/status_macros.h"
#include "agent/telemetry/rotating_file.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using Append = std::function<absl::Status(absl::string_view)>;

constexpr char kStdout[] = "stdout";
constexpr char kFilePrefix[] = "file:";

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
  absl::string_view path = config.audit();
  if (!absl::ConsumePrefix(&path, kFilePrefix)) return AppendToStdout;
  LINKSTAT_ASSIGN_OR_RETURN(
      std::shared_ptr<telemetry::RotatingFile> file,
      telemetry::RotatingFile::Open(std::string(path), uint64_t{config.audit_max_mib()} << 20,
                                    static_cast<int>(config.audit_files())));
  return [file = std::move(file)](absl::string_view line) { return file->Append(line); };
}

}  // namespace

void FillAuditDefaults(AgentConfig& config) {
  if (!config.has_audit()) return;
  if (config.audit_scope() == agent::v1::AUDIT_SCOPE_UNSPECIFIED) {
    config.set_audit_scope(agent::v1::AUDIT_SCOPE_ALL);
  }
  if (config.audit_failure() == agent::v1::AUDIT_FAILURE_UNSPECIFIED) {
    config.set_audit_failure(agent::v1::AUDIT_FAILURE_REFUSE_CHANGES);
  }
}

void CheckAudit(SettingDraft& draft) {
  const AgentConfig& config = draft.config();
  absl::string_view path = config.audit();
  if (config.has_audit() && path != kStdout &&
      (!absl::ConsumePrefix(&path, kFilePrefix) || path.empty())) {
    draft.AddFaultOf("audit", "must be stdout or file:PATH");
  }
  if (!agent::v1::AuditScope_IsValid(config.audit_scope())) {
    draft.AddFaultOf("audit_scope", "is no scope");
  }
  if (!agent::v1::AuditFailure_IsValid(config.audit_failure())) {
    draft.AddFaultOf("audit_failure", "is no way to go on");
  }
  if (config.has_audit()) return;
  for (const char* setting : {"audit_max_mib", "audit_files", "audit_scope", "audit_failure"}) {
    const auto* field = AgentConfig::descriptor()->FindFieldByName(setting);
    if (config.GetReflection()->HasField(config, field)) {
      draft.AddFaultOf(setting, "is of no use without audit");
    }
  }
}

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
