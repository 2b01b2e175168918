#include "agent/store/maintenance.h"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "agent/base/file_descriptor.h"
#include "agent/base/status_macros.h"
#include "agent/store/integrity.h"
#include "agent/store/sqlite_db.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_schema.h"
#include "agent/store/sqlite_status.h"
#include "agent/store/store_file.h"
#include "agent/store/store_path.h"

namespace linkstat::store {
namespace {

// How far a restored store's revisions begin above those of the backup.
constexpr Revision kRestoreGap = Revision{1} << 32;

// A file next to the destination that goes unless it was put in its place.
class UnfinishedFile {
 public:
  static absl::StatusOr<UnfinishedFile> Create(const std::string& destination) {
    LINKSTAT_RETURN_IF_ERROR(CheckFolderOf(destination, "the backup's folder"));
    std::string path = destination + ".XXXXXX";
    const FileDescriptor file(mkstemp(path.data()));
    if (!file.valid()) return FileError(errno, "the backup's file");
    return UnfinishedFile(std::move(path));
  }
  UnfinishedFile(UnfinishedFile&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  UnfinishedFile& operator=(UnfinishedFile&&) = delete;
  ~UnfinishedFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }

  const std::string& path() const { return path_; }

  // Never replaces a file. On failure there is none.
  absl::Status PutInPlace(const std::string& destination) {
    LINKSTAT_RETURN_IF_ERROR(SyncFile(path_));
    if (link(path_.c_str(), destination.c_str()) != 0) {
      if (errno == EEXIST) return absl::AlreadyExistsError("the backup's file exists already");
      return FileError(errno, "the backup's file");
    }
    // Before the folder is synced, so that no loss of power leaves two names.
    unlink(std::exchange(path_, "").c_str());
    const absl::Status synced = SyncFolderOf(destination);
    if (!synced.ok()) unlink(destination.c_str());
    return synced;
  }

 private:
  explicit UnfinishedFile(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

// A connection to a file of this program's layout, which it leaves as it is.
absl::StatusOr<Connection> OpenToLook(const std::string& name) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string path, ResolveStorePath(name));
  LINKSTAT_RETURN_IF_ERROR(CheckStoreFile(path));
  LINKSTAT_ASSIGN_OR_RETURN(Connection connection,
                            Connection::Open(path, Connection::Mode::kReadWrite));
  LINKSTAT_RETURN_IF_ERROR(connection.SetCheckpointOnClose(false));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t layout, ReadLayout(connection));
  if (layout == NewestLayout()) return connection;
  return absl::FailedPreconditionError(
      layout == 0 ? "the file is empty"
                  : "the store has an older layout; an agent that opens it brings it up to date");
}

absl::StatusOr<BackupResult> FinishCopy(Connection& copy) {
  LINKSTAT_RETURN_IF_ERROR(CheckContent(copy, NewestLayout()));
  BackupResult result;
  LINKSTAT_ASSIGN_OR_RETURN(result.records, copy.QueryInt("SELECT count(*) FROM records"));
  LINKSTAT_ASSIGN_OR_RETURN(Meta meta, ReadMeta(copy));
  result.last_revision = meta.last_revision;
  meta.last_revision += kRestoreGap;
  meta.changes_floor = meta.last_revision;
  meta.purge_due = false;
  meta.store_id.clear();
  LINKSTAT_RETURN_IF_ERROR(copy.Execute("DELETE FROM deletions"));
  LINKSTAT_RETURN_IF_ERROR(UpdateMeta(copy, meta));
  return result;
}

// Damage is a result, another failure ends the check.
absl::Status AddFault(const absl::Status& status, CheckResult& result) {
  if (!absl::IsDataLoss(status)) return status;
  result.faults.emplace_back(FoundDamage(status));
  return absl::OkStatus();
}

absl::Status CountRows(Connection& connection, CheckResult& result) {
  result.layout = NewestLayout();
  LINKSTAT_ASSIGN_OR_RETURN(const Meta meta, ReadMeta(connection));
  result.last_revision = meta.last_revision;
  result.purge_due = meta.purge_due;
  LINKSTAT_ASSIGN_OR_RETURN(result.records, connection.QueryInt("SELECT count(*) FROM records"));
  LINKSTAT_ASSIGN_OR_RETURN(result.retired_keys,
                            connection.QueryInt("SELECT count(*) FROM retired_keys"));
  LINKSTAT_ASSIGN_OR_RETURN(result.deletions,
                            connection.QueryInt("SELECT count(*) FROM deletions"));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BackupResult> Backup(const std::string& path, const std::string& destination) {
  if (std::error_code error; std::filesystem::exists(destination, error)) {
    return absl::AlreadyExistsError("the backup's file exists already");
  }
  LINKSTAT_ASSIGN_OR_RETURN(Connection source, OpenToLook(path));
  LINKSTAT_ASSIGN_OR_RETURN(UnfinishedFile unfinished, UnfinishedFile::Create(destination));
  LINKSTAT_ASSIGN_OR_RETURN(Statement vacuum, source.Prepare("VACUUM INTO CAST(?1 AS TEXT)"));
  LINKSTAT_RETURN_IF_ERROR(vacuum.Run(unfinished.path()).Finish());
  BackupResult result;
  {
    LINKSTAT_ASSIGN_OR_RETURN(Connection copy,
                              Connection::Open(unfinished.path(), Connection::Mode::kReadWrite));
    LINKSTAT_ASSIGN_OR_RETURN(result, FinishCopy(copy));
  }
  LINKSTAT_RETURN_IF_ERROR(unfinished.PutInPlace(destination));
  std::error_code error;
  result.bytes = static_cast<int64_t>(std::filesystem::file_size(destination, error));
  return result;
}

absl::StatusOr<CheckResult> CheckFile(const std::string& path) {
  CheckResult result;
  auto connection = OpenToLook(path);
  if (!connection.ok()) {
    LINKSTAT_RETURN_IF_ERROR(AddFault(connection.status(), result));
    return result;
  }
  const auto check = [&]() -> absl::Status {
    LINKSTAT_RETURN_IF_ERROR(AddFault(CheckPages(*connection), result));
    LINKSTAT_RETURN_IF_ERROR(AddFault(CheckTables(*connection, NewestLayout()), result));
    LINKSTAT_RETURN_IF_ERROR(AddFault(ReadMeta(*connection).status(), result));
    // Nothing else can be judged before these are sound.
    if (!result.faults.empty()) return absl::OkStatus();
    LINKSTAT_RETURN_IF_ERROR(AddFault(CheckRecords(*connection), result));
    LINKSTAT_RETURN_IF_ERROR(AddFault(CheckRetiredKeys(*connection), result));
    LINKSTAT_RETURN_IF_ERROR(AddFault(CheckDeletions(*connection), result));
    LINKSTAT_RETURN_IF_ERROR(AddFault(CheckRules(*connection), result));
    return CountRows(*connection, result);
  };
  LINKSTAT_RETURN_IF_ERROR(connection->InTransaction(Connection::Access::kRead, check));
  return result;
}

}  // namespace linkstat::store
