#include "agent/app/command/probe_start.h"

#include <sys/stat.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "absl/types/variant.h"
#include "agent/app/config/audit_settings.h"
#include "agent/app/config/listen_address.h"
#include "agent/base/file_probe.h"
#include "agent/net/listener.h"
#include "agent/store/spec.h"
#include "agent/store/store_probe.h"

namespace linkstat::app {
namespace {

void ProbeStoreSetting(const ConfigBuilder& draft, StartFindings& findings) {
  if (!draft.config().has_store()) return;
  const absl::StatusOr<store::StoreSpec> spec = store::ParseStoreSpec(draft.config().store());
  if (!spec.ok()) return;
  const absl::Status status = store::ProbeStore(*spec);
  if (status.ok()) return;
  // An agent that runs checks its own settings so.
  auto& found = absl::IsAlreadyExists(status) ? findings.warnings : findings.files;
  found.push_back({draft.PlaceOf("store"), std::string(status.message())});
}

void ProbeAuditSetting(const ConfigBuilder& draft, StartFindings& findings) {
  if (!draft.config().has_audit()) return;
  const absl::optional<AuditTarget> target = ParseAuditTarget(draft.config().audit());
  if (!target.has_value() || !target->file.has_value()) return;
  absl::Status status = ProbeAppend(*target->file);
  // A start ends a rotation that was interrupted, by renaming.
  struct stat info {};
  if (stat(absl::StrCat(*target->file, ".rotating").c_str(), &info) == 0) {
    status.Update(ProbeFolderOf(*target->file));
  }
  if (!status.ok()) {
    findings.files.push_back(
        {draft.PlaceOf("audit"), absl::StrCat("the file cannot be opened: ", status.message())});
  }
}

absl::Status ProbeAddress(const ListenAddress& address) {
  return address.unix_path.empty() ? net::Listener::ProbeTcp(address.NumericHost(), address.port)
                                   : net::Listener::ProbeUnix(address.unix_path);
}

void ProbeAddressSetting(const char* setting, const std::string& value, const ConfigBuilder& draft,
                         StartFindings& findings) {
  const auto parsed = ParseListenAddress(value);
  const auto* address = absl::get_if<ListenAddress>(&parsed);
  if (address == nullptr) return;
  const absl::Status status = ProbeAddress(*address);
  if (status.ok()) return;
  auto& found = absl::IsAlreadyExists(status) ? findings.warnings : findings.addresses;
  found.push_back({draft.PlaceOf(setting), absl::StrCat("cannot listen: ", status.message())});
}

}  // namespace

StartFindings ProbeStart(const ConfigBuilder& draft) {
  StartFindings findings;
  ProbeStoreSetting(draft, findings);
  ProbeAuditSetting(draft, findings);
  const agent::v1::AgentConfig& config = draft.config();
  if (config.has_listen()) ProbeAddressSetting("listen", config.listen(), draft, findings);
  if (config.has_health_listen()) {
    ProbeAddressSetting("health_listen", config.health_listen(), draft, findings);
  }
  if (config.has_metrics_listen()) {
    ProbeAddressSetting("metrics_listen", config.metrics_listen(), draft, findings);
  }
  return findings;
}

}  // namespace linkstat::app
