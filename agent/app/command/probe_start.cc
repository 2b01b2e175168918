#include "agent/app/command/probe_start.h"

#include <sys/stat.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "agent/app/config/module_options.h"
#include "agent/base/file_probe.h"
#include "agent/net/listener.h"
#include "agent/store/spec.h"
#include "agent/store/store_probe.h"

namespace linkstat::app {
namespace {

void ProbeStoreSetting(const ConfigBuilder& builder, StartFindings& findings) {
  if (!builder.config().has_store()) return;
  const absl::StatusOr<store::StoreSpec> spec = store::ParseStoreSpec(builder.config().store());
  if (!spec.ok()) return;
  const absl::Status status = store::ProbeStore(*spec);
  if (status.ok()) return;
  // An agent that runs checks its own settings so.
  auto& found = absl::IsAlreadyExists(status) ? findings.warnings : findings.files;
  found.push_back({builder.PlaceOf("store"), std::string(status.message())});
}

void ProbeAuditSetting(const ConfigBuilder& builder, StartFindings& findings) {
  if (!builder.config().has_audit()) return;
  const absl::StatusOr<AuditTarget> target = ParseAuditTarget(builder.config().audit());
  if (!target.ok() || !target->file.has_value()) return;
  absl::Status status = ProbeAppend(*target->file);
  // A start ends a rotation that was interrupted, by renaming.
  struct stat info {};
  if (stat(absl::StrCat(*target->file, ".rotating").c_str(), &info) == 0) {
    status.Update(ProbeFolderOf(*target->file));
  }
  if (!status.ok()) {
    findings.files.push_back(
        {builder.PlaceOf("audit"), absl::StrCat("the file cannot be opened: ", status.message())});
  }
}

absl::Status ProbeAddress(const ListenAddress& address) {
  return address.unix_path.empty() ? net::Listener::ProbeTcp(address.NumericHost(), address.port)
                                   : net::Listener::ProbeUnix(address.unix_path);
}

}  // namespace

StartFindings ProbeStart(const ConfigBuilder& builder) {
  StartFindings findings;
  ProbeStoreSetting(builder, findings);
  ProbeAuditSetting(builder, findings);
  for (const auto& [setting, address] : ListenAddressesOf(builder.config())) {
    const absl::Status status = ProbeAddress(address);
    if (status.ok()) continue;
    auto& found = absl::IsAlreadyExists(status) ? findings.warnings : findings.addresses;
    found.push_back({builder.PlaceOf(setting), absl::StrCat("cannot listen: ", status.message())});
  }
  return findings;
}

}  // namespace linkstat::app
