#ifndef LINKSTAT_AGENT_STORE_INTEGRITY_H_
#define LINKSTAT_AGENT_STORE_INTEGRITY_H_

#include "absl/status/status.h"
#include "agent/store/sqlite_db.h"

// Looks for damage in a store's file. No text holds a stored value. Everything
// is read in the order in which it lies in its tree, which takes a large file a
// fraction of the time that SQLite's own full check takes.
namespace linkstat::store {

// DATA_LOSS when anything that an answer can depend on is not what was written:
// pages and trees, tables, records with their indexes, retired keys. `layout` is
// the file's own, 1 or more.
absl::Status CheckContent(Connection& connection, int64_t layout);

// Likewise, but of records no more than that each one is found: a caller that reads one
// checks it against its checksum. Needs the newest layout; CheckTables is another
// part of it. Takes half the time.
absl::Status CheckStructure(Connection& connection);

// The parts that go on from one another in this order.
enum class RecordCheck { kWhole, kPlace };
absl::Status CheckPages(Connection& connection);
absl::Status CheckRecords(Connection& connection, RecordCheck check = RecordCheck::kWhole);
absl::Status CheckRetiredKeys(Connection& connection);
absl::Status CheckDeletions(Connection& connection);

// DATA_LOSS when a revision is out of range or is that of two writes, an id is
// both living and deleted, or a record's key is retired: what no damage makes,
// but a fault of the agent could. Needs the newest layout.
absl::Status CheckRules(Connection& connection);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_INTEGRITY_H_
