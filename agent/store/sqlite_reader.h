#ifndef LINKSTAT_AGENT_STORE_SQLITE_READER_H_
#define LINKSTAT_AGENT_STORE_SQLITE_READER_H_

#include <memory>
#include <string>
#include <vector>

#include "agent/store/sqlite_db.h"
#include "agent/store/store.h"

namespace linkstat::store {

// What `checksum` of a record's row must be.
int64_t RecordChecksum(absl::string_view id, absl::string_view key, absl::string_view value,
                       Revision revision);

// The columns of a record's row, in the order that RecordAt reads.
inline constexpr char kRecordColumns[] = "id, key, value, revision, checksum";

// The record in the current row, whose first columns are kRecordColumns.
// DATA_LOSS when it does not fit its checksum or breaks a bound of Record.
absl::StatusOr<Record> RecordAt(const Cursor& row);

// The reads of Store on one connection. Not thread-safe.
class SqliteReader {
 public:
  static absl::StatusOr<std::unique_ptr<SqliteReader>> Open(const std::string& path,
                                                            const std::string& vfs);

  // As in Store.
  absl::StatusOr<std::optional<Record>> Get(absl::string_view id);
  absl::StatusOr<std::optional<Record>> FindByKey(absl::string_view key);
  absl::StatusOr<std::vector<Record>> Scan(absl::string_view after, int limit);
  absl::StatusOr<Revision> LastRevision();
  absl::StatusOr<ChangePage> ChangesAfter(Revision after, int limit);

 private:
  SqliteReader(Connection connection, Statement get, Statement find, Statement scan,
               Statement changes);

  absl::StatusOr<std::vector<Change>> ReadChanges(Revision after, int limit);

  Connection connection_;
  Statement get_;
  Statement find_;
  Statement scan_;
  Statement changes_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_READER_H_
