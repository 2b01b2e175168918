#include "agent/store/sqlite_meta.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/store/checksum.h"
#include "agent/store/key_digest.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {

bool IsSound(const Meta& meta) {
  return (meta.store_id.empty() || meta.store_id.size() == kIdentityBytes) &&
         meta.secret.size() == kDigestBytes && meta.changes_floor <= meta.last_revision &&
         meta.last_revision <= static_cast<Revision>(INT64_MAX);
}

int64_t MetaChecksum(const Meta& meta) {
  return Checksum({meta.store_id, meta.secret,
                   absl::StrCat(meta.last_revision, ",", meta.changes_floor, ",", meta.purge_due)});
}

absl::StatusOr<Meta> ReadMeta(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(
      Statement select,
      connection.Prepare("SELECT store_id, secret, last_revision, changes_floor, purge_due, "
                         "checksum FROM meta WHERE one = 1"));
  Cursor row = select.Run();
  LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
  if (!found) return DamagedFile("its own row is missing");
  Meta meta;
  meta.store_id = std::string(row.Bytes(0));
  meta.secret = std::string(row.Bytes(1));
  meta.last_revision = static_cast<Revision>(row.Int(2));
  meta.changes_floor = static_cast<Revision>(row.Int(3));
  meta.purge_due = row.Int(4) != 0;
  if (row.Int(5) != MetaChecksum(meta)) return DamagedFile("its own row has changed");
  if (!IsSound(meta)) return DamagedFile("its own row is out of bounds");
  return meta;
}

absl::Status UpdateMeta(Connection& connection, const Meta& meta) {
  LINKSTAT_ASSIGN_OR_RETURN(
      Statement update,
      connection.Prepare("UPDATE meta SET store_id = ?1, last_revision = ?2, changes_floor = ?3, "
                         "purge_due = ?4, checksum = ?5 WHERE one = 1"));
  return update
      .Run(meta.store_id, meta.last_revision, meta.changes_floor, meta.purge_due ? 1 : 0,
           MetaChecksum(meta))
      .Finish();
}

}  // namespace linkstat::store
