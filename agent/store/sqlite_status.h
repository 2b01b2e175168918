#ifndef LINKSTAT_AGENT_STORE_SQLITE_STATUS_H_
#define LINKSTAT_AGENT_STORE_SQLITE_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The one place where SQLite's result codes become statuses. SQLite's own
// message texts can quote stored values and never leave it.
namespace linkstat::store {

// The status of a result code that is none of OK, ROW, DONE: UNAVAILABLE when
// the database is busy, locked or out of space, DATA_LOSS when it is damaged,
// FAILED_PRECONDITION when the file is no database at all, INTERNAL otherwise.
// `doing` completes "while ...", e.g. "opening".
absl::Status SqliteError(int code, absl::string_view doing);

// DATA_LOSS: the file does not hold what was written, and what to do about it.
// `found` is a clause without stored values, e.g. "a record has changed".
absl::Status DamagedFile(absl::string_view found);

// `found` of a status that DamagedFile made.
absl::string_view FoundDamage(const absl::Status& status);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_STATUS_H_
