#include "agent/store/integrity.h"

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/store/checksum.h"
#include "agent/store/key_digest.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_reader.h"
#include "agent/store/sqlite_schema.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {
namespace {

absl::Status ForEachRow(Connection& connection, absl::string_view sql,
                        absl::FunctionRef<absl::Status(const Cursor&)> look) {
  LINKSTAT_ASSIGN_OR_RETURN(Statement select, connection.Prepare(sql));
  Cursor row = select.Run();
  while (true) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
    if (!found) return absl::OkStatus();
    LINKSTAT_RETURN_IF_ERROR(look(row));
  }
}

absl::Status ExpectOk(Connection& connection, absl::string_view pragma, absl::string_view found) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string result, connection.QueryText(pragma));
  return result == "ok" ? absl::OkStatus() : DamagedFile(found);
}

absl::Status ExpectNone(Connection& connection, absl::string_view sql, absl::string_view found) {
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t count, connection.QueryInt(sql));
  return count == 0 ? absl::OkStatus() : DamagedFile(found);
}

// What a tree holds, in whatever order: equal sums mean equal content.
class Sum {
 public:
  void Add(absl::string_view id, absl::string_view other) { sum_ += absl::HashOf(id, other); }
  bool operator==(const Sum& other) const { return sum_ == other.sum_; }

 private:
  size_t sum_ = 0;
};

// Finds a place where a tree's entries do not ascend, which would hide entries
// from a search.
class Ascent {
 public:
  absl::Status Next(absl::string_view entry) {
    if (!first_ && absl::string_view(last_) >= entry) {
      return DamagedFile("entries are out of order");
    }
    first_ = false;
    last_.assign(entry.data(), entry.size());
    return absl::OkStatus();
  }

 private:
  bool first_ = true;
  std::string last_;
};

// Eight bytes that order like the revision.
std::string Sortable(Revision revision) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i, revision >>= 8) bytes[i] = static_cast<char>(revision & 0xff);
  return bytes;
}

// `sql` reads an index: a record's id and what it is indexed by, which `entry`
// makes sortable.
absl::Status CheckIndex(Connection& connection, absl::string_view sql, const Sum& expected,
                        absl::FunctionRef<std::string(const Cursor&)> entry) {
  Ascent ascent;
  Sum sum;
  const auto look = [&](const Cursor& row) {
    const std::string text = entry(row);
    sum.Add(row.Bytes(0), text);
    return ascent.Next(text);
  };
  LINKSTAT_RETURN_IF_ERROR(ForEachRow(connection, sql, look));
  return sum == expected ? absl::OkStatus() : DamagedFile("an index does not agree with its table");
}

}  // namespace

absl::Status CheckContent(Connection& connection, int64_t layout) {
  LINKSTAT_RETURN_IF_ERROR(CheckPages(connection));
  LINKSTAT_RETURN_IF_ERROR(CheckTables(connection, layout));
  LINKSTAT_RETURN_IF_ERROR(CheckRecords(connection));
  LINKSTAT_RETURN_IF_ERROR(CheckRetiredKeys(connection));
  return layout < kFirstLayoutWithDeletions ? absl::OkStatus() : CheckDeletions(connection);
}

absl::Status CheckStructure(Connection& connection) {
  LINKSTAT_RETURN_IF_ERROR(CheckPages(connection));
  LINKSTAT_RETURN_IF_ERROR(CheckRecords(connection, RecordCheck::kPlace));
  LINKSTAT_RETURN_IF_ERROR(CheckRetiredKeys(connection));
  return CheckDeletions(connection);
}

absl::Status CheckPages(Connection& connection) {
  return ExpectOk(connection, "PRAGMA quick_check(1)", "its pages do not fit together");
}

absl::Status CheckRecords(Connection& connection, RecordCheck check) {
  Ascent ids;
  Sum keys;
  Sum revisions;
  const auto look = [&](const Cursor& row) -> absl::Status {
    if (check == RecordCheck::kWhole) LINKSTAT_RETURN_IF_ERROR(RecordAt(row).status());
    keys.Add(row.Bytes(0), row.Bytes(1));
    revisions.Add(row.Bytes(0), Sortable(static_cast<Revision>(row.Int(3))));
    return ids.Next(row.Bytes(0));
  };
  LINKSTAT_RETURN_IF_ERROR(ForEachRow(
      connection, absl::StrCat("SELECT ", kRecordColumns, " FROM records NOT INDEXED"), look));
  LINKSTAT_RETURN_IF_ERROR(
      CheckIndex(connection, "SELECT id, key FROM records INDEXED BY records_by_key ORDER BY key",
                 keys, [](const Cursor& row) { return std::string(row.Bytes(1)); }));
  return CheckIndex(
      connection,
      "SELECT id, revision FROM records INDEXED BY records_by_revision ORDER BY revision",
      revisions, [](const Cursor& row) { return Sortable(static_cast<Revision>(row.Int(1))); });
}

absl::Status CheckRetiredKeys(Connection& connection) {
  Ascent digests;
  const auto look = [&](const Cursor& row) {
    if (row.Int(1) != Checksum({row.Bytes(0)})) return DamagedFile("a retired key has changed");
    return digests.Next(row.Bytes(0));
  };
  return ForEachRow(connection, "SELECT digest, checksum FROM retired_keys", look);
}

absl::Status CheckDeletions(Connection& connection) {
  return ExpectOk(connection, "PRAGMA integrity_check(deletions)",
                  "an index does not agree with its table");
}

absl::Status CheckRules(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(const Meta meta, ReadMeta(connection));
  LINKSTAT_ASSIGN_OR_RETURN(Statement retired,
                            connection.Prepare("SELECT 1 FROM retired_keys WHERE digest = ?1"));
  const auto look = [&](const Cursor& row) -> absl::Status {
    const std::string digest = KeyDigest(meta.secret, row.Bytes(0));
    LINKSTAT_ASSIGN_OR_RETURN(const bool is_retired, retired.Run(digest).Next());
    return is_retired ? DamagedFile("a living record has a retired key") : absl::OkStatus();
  };
  LINKSTAT_RETURN_IF_ERROR(ForEachRow(connection, "SELECT key FROM records", look));
  LINKSTAT_RETURN_IF_ERROR(
      ExpectNone(connection,
                 "SELECT count(*) FROM (SELECT revision FROM records UNION ALL SELECT revision "
                 "FROM deletions), meta WHERE revision < 1 OR revision > last_revision",
                 "a revision is out of range"));
  LINKSTAT_RETURN_IF_ERROR(ExpectNone(
      connection,
      "SELECT count(*) FROM deletions JOIN records ON records.revision = deletions.revision",
      "two writes have the same revision"));
  return ExpectNone(connection,
                    "SELECT count(*) FROM deletions JOIN records ON records.id = deletions.id",
                    "a record is both living and deleted");
}

}  // namespace linkstat::store
