#ifndef LINKSTAT_AGENT_STORE_SQLITE_PURGE_H_
#define LINKSTAT_AGENT_STORE_SQLITE_PURGE_H_

#include <string>

#include "absl/status/status.h"
#include "agent/store/sqlite_db.h"

// Removes from a store's files what is no longer part of the store.
namespace linkstat::store {

// Moves the whole write-ahead log into the database and cuts it to nothing. Waits
// as long as the connection waits for a lock. UNAVAILABLE when a reader in
// another process holds on to an older state; then the log stays as long as it is.
absl::Status EmptyLog(Connection& connection);

// Rewrites the database at `path` without the bytes of deleted rows, and empties
// the log. UNAVAILABLE, and nothing is rewritten, when the log cannot be emptied
// before, or the file systems have less free space than it takes: a log that
// fills the disk would keep the space. After a failure the log is emptied as well.
absl::Status RewriteFile(Connection& connection, const std::string& path);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_PURGE_H_
