#ifndef LINKSTAT_AGENT_STORE_MAINTENANCE_H_
#define LINKSTAT_AGENT_STORE_MAINTENANCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "agent/store/store.h"

// What an operator does with a store's file, while an agent uses it or not. No
// message or fault names a path or a stored value.
namespace linkstat::store {

// What is in a backup.
struct BackupResult {
  // Living records.
  int64_t records = 0;
  // The last write that it holds.
  Revision last_revision = 0;
  // Its size.
  int64_t bytes = 0;
};

// Copies the store at `path` as it is at one moment to the new file
// `destination`, which is there whole and durable, or not at all. An agent goes
// on reading and writing meanwhile. The copy holds no bytes of deleted records.
// A store restored from it has an identity of its own, its revisions go on far
// above those of the original and its change feed starts over, so that no reader takes
// a revision that came after the backup for one of the restored store.
// ALREADY_EXISTS when there is such a file, UNAVAILABLE without space,
// FAILED_PRECONDITION when the file is no store of this program's layout,
// DATA_LOSS when it is damaged, otherwise the errors of the file system.
absl::StatusOr<BackupResult> Backup(const std::string& path, const std::string& destination);

// What was found in a store's file.
struct CheckResult {
  // The first of each kind, as a clause, e.g. "a record has changed"; empty when
  // the file is sound.
  std::vector<std::string> faults;
  // The rest holds only when there is no fault.
  int64_t layout = 0;
  int64_t records = 0;
  // Keys of deleted records.
  int64_t retired_keys = 0;
  // Deletions that the change feed can tell.
  int64_t deletions = 0;
  Revision last_revision = 0;
  // Whether bytes of deleted records may still lie in the file.
  bool purge_due = false;
};

// Reads every page and every record of the store at `path` and changes nothing.
// Damage is a result; a status is why the file could not be read:
// NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION (no store of this layout),
// UNAVAILABLE (locked).
absl::StatusOr<CheckResult> CheckFile(const std::string& path);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_MAINTENANCE_H_
