#include "agent/store/sqlite_reader.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/store/checksum.h"
#include "agent/store/limits.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {
namespace {

// The living and the deleted in one order; the key of a deletion is NULL.
constexpr char kChanges[] =
    "SELECT id, key, value, revision, checksum FROM records WHERE revision > ?1 "
    "UNION ALL SELECT id, NULL, NULL, revision, NULL FROM deletions WHERE revision > ?1 "
    "ORDER BY revision LIMIT ?2";
constexpr int kKeyColumn = 1;
constexpr int kRevisionColumn = 3;

// SQLite's integers have a sign.
bool IsRevision(Revision revision) {
  return revision >= 1 && revision <= static_cast<Revision>(INT64_MAX);
}

absl::Status CheckRecord(const Record& record) {
  const bool sound = IsRecordId(record.id) && IsRecordKey(record.key) &&
                     record.value.size() <= kMaxValueBytes && IsRevision(record.revision);
  return sound ? absl::OkStatus() : DamagedFile("a record is out of bounds");
}

absl::StatusOr<std::optional<Record>> OnlyRecord(Cursor& row) {
  LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
  if (!found) return std::optional<Record>();
  LINKSTAT_ASSIGN_OR_RETURN(Record record, RecordAt(row));
  return std::make_optional(std::move(record));
}

}  // namespace

int64_t RecordChecksum(absl::string_view id, absl::string_view key, absl::string_view value,
                       Revision revision) {
  return Checksum({id, key, value, absl::StrCat(revision)});
}

absl::StatusOr<Record> RecordAt(const Cursor& row) {
  Record record;
  record.id = std::string(row.Bytes(0));
  record.key = std::string(row.Bytes(1));
  record.value = std::string(row.Bytes(2));
  record.revision = static_cast<Revision>(row.Int(3));
  if (row.Int(4) != RecordChecksum(record.id, record.key, record.value, record.revision)) {
    return DamagedFile("a record has changed");
  }
  // A program that can write the file can make a checksum.
  LINKSTAT_RETURN_IF_ERROR(CheckRecord(record));
  return record;
}

SqliteReader::SqliteReader(Connection connection, Statement get, Statement find, Statement scan,
                           Statement changes)
    : connection_(std::move(connection)),
      get_(std::move(get)),
      find_(std::move(find)),
      scan_(std::move(scan)),
      changes_(std::move(changes)) {}

absl::StatusOr<std::unique_ptr<SqliteReader>> SqliteReader::Open(const std::string& path,
                                                                 const std::string& vfs) {
  LINKSTAT_ASSIGN_OR_RETURN(Connection connection,
                            Connection::Open(path, Connection::Mode::kReadOnly, vfs));
  const std::string select = absl::StrCat("SELECT ", kRecordColumns, " FROM records ");
  LINKSTAT_ASSIGN_OR_RETURN(Statement get, connection.Prepare(select + "WHERE id = ?1"));
  LINKSTAT_ASSIGN_OR_RETURN(Statement find, connection.Prepare(select + "WHERE key = ?1"));
  LINKSTAT_ASSIGN_OR_RETURN(Statement scan,
                            connection.Prepare(select + "WHERE id > ?1 ORDER BY id LIMIT ?2"));
  LINKSTAT_ASSIGN_OR_RETURN(Statement changes, connection.Prepare(kChanges));
  return std::unique_ptr<SqliteReader>(new SqliteReader(
      std::move(connection), std::move(get), std::move(find), std::move(scan), std::move(changes)));
}

absl::StatusOr<std::optional<Record>> SqliteReader::Get(absl::string_view id) {
  Cursor row = get_.Run(id);
  return OnlyRecord(row);
}

absl::StatusOr<std::optional<Record>> SqliteReader::FindByKey(absl::string_view key) {
  Cursor row = find_.Run(key);
  return OnlyRecord(row);
}

absl::StatusOr<std::vector<Record>> SqliteReader::Scan(absl::string_view after, int limit) {
  std::vector<Record> page;
  Cursor row = scan_.Run(after, limit);
  while (true) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
    if (!found) return page;
    LINKSTAT_ASSIGN_OR_RETURN(Record record, RecordAt(row));
    page.push_back(std::move(record));
  }
}

absl::StatusOr<Revision> SqliteReader::LastRevision() {
  LINKSTAT_ASSIGN_OR_RETURN(const Meta meta, ReadMeta(connection_));
  return meta.last_revision;
}

absl::StatusOr<ChangePage> SqliteReader::ChangesAfter(Revision after, int limit) {
  ChangePage page;
  const auto read = [&]() -> absl::Status {
    LINKSTAT_ASSIGN_OR_RETURN(const Meta meta, ReadMeta(connection_));
    LINKSTAT_RETURN_IF_ERROR(CheckChangesAfter(after, meta.changes_floor, meta.last_revision));
    // One more than requested shows whether anything is left.
    LINKSTAT_ASSIGN_OR_RETURN(page.changes, ReadChanges(after, limit + 1));
    page.complete = static_cast<int>(page.changes.size()) <= limit;
    if (!page.complete) page.changes.pop_back();
    page.next = page.complete ? meta.last_revision : page.changes.back().revision;
    return absl::OkStatus();
  };
  LINKSTAT_RETURN_IF_ERROR(connection_.InTransaction(Connection::Access::kRead, read));
  return page;
}

absl::StatusOr<std::vector<Change>> SqliteReader::ReadChanges(Revision after, int limit) {
  std::vector<Change> changes;
  Cursor row = changes_.Run(after, limit);
  while (true) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
    if (!found) return changes;
    Change change{static_cast<Revision>(row.Int(kRevisionColumn)), std::string(row.Bytes(0)),
                  std::nullopt};
    if (!IsRecordId(change.id) || !IsRevision(change.revision)) {
      return DamagedFile("a deletion is out of bounds");
    }
    if (!row.IsNull(kKeyColumn)) {
      LINKSTAT_ASSIGN_OR_RETURN(change.record, RecordAt(row));
    }
    changes.push_back(std::move(change));
  }
}

}  // namespace linkstat::store
