#include "agent/app/command/store_command.h"

#include "absl/status/status.h"
#include "agent/app/exit_codes.h"
#include "agent/store/maintenance.h"
#include "agent/store/open.h"

namespace linkstat::app {
namespace {

int Refuse(const absl::Status& status, std::ostream& errors) {
  errors << "store: " << status.message() << "\n";
  switch (status.code()) {
    case absl::StatusCode::kDataLoss:
      return kExitDamaged;
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kFailedPrecondition:
      return kExitBadSettings;
    default:
      return kExitUnreachable;
  }
}

int Backup(const std::string& path, const std::string& destination, std::ostream& out,
           std::ostream& errors) {
  const absl::StatusOr<store::BackupResult> backup = store::Backup(path, destination);
  if (!backup.ok()) return Refuse(backup.status(), errors);
  out << "backup made\n"
      << "accounts: " << backup->records << "\n"
      << "last revision: " << backup->last_revision << "\n"
      << "bytes: " << backup->bytes << "\n";
  return kExitOk;
}

int Check(const std::string& path, std::ostream& out, std::ostream& errors) {
  const absl::StatusOr<store::CheckResult> result = store::CheckFile(path);
  if (!result.ok()) return Refuse(result.status(), errors);
  if (!result->faults.empty()) {
    for (const std::string& fault : result->faults) out << "damaged: " << fault << "\n";
    errors << "store: stop the agent, keep a copy of the file and its -wal, and restore a backup\n";
    return kExitDamaged;
  }
  out << "sound\n"
      << "layout: " << result->layout << "\n"
      << "accounts: " << result->records << "\n"
      << "retired work emails: " << result->retired_keys << "\n"
      << "deletions in the change feed: " << result->deletions << "\n"
      << "last revision: " << result->last_revision << "\n"
      << "purge due: " << (result->purge_due ? "yes" : "no") << "\n";
  return kExitOk;
}

}  // namespace

int RunStoreCommand(const StoreCommand& command, const agent::v1::AgentConfig& config,
                    std::ostream& out, std::ostream& errors) {
  if (command.verb == StoreCommand::Verb::kCheck && !command.file.empty()) {
    return Check(command.file, out, errors);
  }
  const absl::StatusOr<store::StoreSpec> spec = store::ParseStoreSpec(config.store());
  if (!spec.ok() || spec->kind != store::StoreSpec::Kind::kSqlite) {
    errors << "--store: must be sqlite:PATH for this\n";
    return kExitBadSettings;
  }
  if (command.verb == StoreCommand::Verb::kCheck) return Check(spec->path, out, errors);
  return Backup(spec->path, command.file, out, errors);
}

}  // namespace linkstat::app
