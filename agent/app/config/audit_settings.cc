#include "agent/app/config/audit_settings.h"

#include <unistd.h>

#include "absl/strings/strip.h"
#include "agent/base/standard_descriptors.h"

namespace linkstat::app {

using agent::v1::AgentConfig;

namespace {

constexpr absl::string_view kStdout = "stdout";

}  // namespace

absl::optional<AuditTarget> ParseAuditTarget(absl::string_view text) {
  if (text == kStdout) return AuditTarget();
  if (!absl::ConsumePrefix(&text, "file:") || text.empty()) return absl::nullopt;
  return AuditTarget{std::string(text)};
}

void FillAuditDefaults(AgentConfig& config) {
  if (!config.has_audit()) return;
  if (config.audit_scope() == agent::v1::AUDIT_SCOPE_UNSPECIFIED) {
    config.set_audit_scope(agent::v1::AUDIT_SCOPE_ALL);
  }
  if (config.audit_failure() == agent::v1::AUDIT_FAILURE_UNSPECIFIED) {
    config.set_audit_failure(agent::v1::AUDIT_FAILURE_REFUSE_CHANGES);
  }
}

void CheckAudit(ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  if (config.has_audit() && !ParseAuditTarget(config.audit()).has_value()) {
    draft.AddFaultOf("audit", "must be stdout or file:PATH");
  }
  if (config.audit() == kStdout && ClosedAtStart(STDOUT_FILENO)) {
    draft.AddFaultOf("audit", "is stdout, but standard output is closed");
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

}  // namespace linkstat::app
