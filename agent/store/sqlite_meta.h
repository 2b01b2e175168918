#ifndef LINKSTAT_AGENT_STORE_SQLITE_META_H_
#define LINKSTAT_AGENT_STORE_SQLITE_META_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agent/store/sqlite_db.h"
#include "agent/store/store.h"

namespace linkstat::store {

// The one row that a store's file keeps about itself.
struct Meta {
  // The store's identity, made with the file. Empty in a backup: a store that is
  // restored from it gets one of its own.
  std::string store_id;
  // Under which the keys of deleted records are hashed.
  std::string secret;
  // Of the last write.
  Revision last_revision = 0;
  // Deletions up to here are no longer in the change feed.
  Revision changes_floor = 0;
  // Bytes of deleted records may still lie in the file.
  bool purge_due = false;
};

// Whether a store can have such a row: its parts have their sizes and bounds.
bool IsSound(const Meta& meta);

// What `checksum` of the row must be.
int64_t MetaChecksum(const Meta& meta);

// DATA_LOSS when the row is missing, does not fit its checksum, or breaks a bound.
absl::StatusOr<Meta> ReadMeta(Connection& connection);

// Replaces the row. `secret` never changes.
absl::Status UpdateMeta(Connection& connection, const Meta& meta);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_META_H_
