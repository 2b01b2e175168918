#ifndef LINKSTAT_AGENT_STORE_INTEGRITY_H_
#define LINKSTAT_AGENT_STORE_INTEGRITY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "agent/store/sqlite_db.h"

// Looks for damage in a store's file. No text holds a stored value.
namespace linkstat::store {

// DATA_LOSS when the file's pages, tables and indexes do not agree. Works with
// every layout; takes time in proportion to the file.
absl::Status CheckStructure(Connection& connection);

// DATA_LOSS when a digest of a retired key has changed.
absl::Status CheckRetiredKeys(Connection& connection);

// DATA_LOSS when a record does not fit its checksum or has a retired key.
absl::Status CheckRecords(Connection& connection);

// DATA_LOSS when a revision is out of range or stands for two writes, or an id
// is both living and deleted.
absl::Status CheckRevisions(Connection& connection);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_INTEGRITY_H_
