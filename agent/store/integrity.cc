#include "agent/store/integrity.h"

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/store/checksum.h"
#include "agent/store/key_digest.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_reader.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {
namespace {

absl::Status ExpectNone(Connection& connection, absl::string_view sql, absl::string_view found) {
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t count, connection.QueryInt(sql));
  return count == 0 ? absl::OkStatus() : DamagedFile(found);
}

}  // namespace

absl::Status CheckStructure(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string result,
                            connection.QueryText("PRAGMA integrity_check(1)"));
  return result == "ok" ? absl::OkStatus() : DamagedFile("its tables and indexes do not agree");
}

absl::Status CheckRetiredKeys(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(Statement select,
                            connection.Prepare("SELECT digest, checksum FROM retired_keys"));
  Cursor row = select.Run();
  while (true) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
    if (!found) return absl::OkStatus();
    if (row.Int(1) != Checksum({row.Bytes(0)})) return DamagedFile("a retired key has changed");
  }
}

absl::Status CheckRecords(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(
      Statement select,
      connection.Prepare(absl::StrCat("SELECT ", kRecordColumns, " FROM records ORDER BY id")));
  LINKSTAT_ASSIGN_OR_RETURN(Statement retired,
                            connection.Prepare("SELECT 1 FROM retired_keys WHERE digest = ?1"));
  LINKSTAT_ASSIGN_OR_RETURN(const Meta meta, ReadMeta(connection));
  Cursor row = select.Run();
  while (true) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
    if (!found) return absl::OkStatus();
    LINKSTAT_ASSIGN_OR_RETURN(const Record record, RecordAt(row));
    const std::string digest = KeyDigest(meta.secret, record.key);
    Cursor match = retired.Run(digest);
    LINKSTAT_ASSIGN_OR_RETURN(const bool is_retired, match.Next());
    if (is_retired) return DamagedFile("a living record has a retired key");
  }
}

absl::Status CheckRevisions(Connection& connection) {
  LINKSTAT_RETURN_IF_ERROR(
      ExpectNone(connection,
                 "SELECT count(*) FROM (SELECT revision FROM records UNION ALL SELECT revision "
                 "FROM deletions), meta WHERE revision < 1 OR revision > last_revision",
                 "a revision is out of range"));
  LINKSTAT_RETURN_IF_ERROR(ExpectNone(
      connection,
      "SELECT count(*) FROM deletions JOIN records ON records.revision = deletions.revision",
      "a revision stands for two writes"));
  return ExpectNone(connection,
                    "SELECT count(*) FROM deletions JOIN records ON records.id = deletions.id",
                    "a record is both living and deleted");
}

}  // namespace linkstat::store
