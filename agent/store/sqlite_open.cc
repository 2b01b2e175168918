#include "agent/store/sqlite_open.h"

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/store/file_watch.h"
#include "agent/store/integrity.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_schema.h"

namespace linkstat::store {
namespace {

// The log keeps this much of its space when it restarts. A checkpoint is due
// from 4 MiB on.
constexpr int64_t kLogLimitBytes = int64_t{16} << 20;

// How the writer's connection keeps the store's promises.
absl::Status Configure(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string mode,
                            connection.QueryText("PRAGMA journal_mode = WAL"));
  if (mode != "wal") return absl::InternalError("the file system allows no write-ahead log");
  LINKSTAT_RETURN_IF_ERROR(connection.Execute("PRAGMA synchronous = FULL"));
  LINKSTAT_RETURN_IF_ERROR(
      connection.Execute(absl::StrCat("PRAGMA journal_size_limit = ", kLogLimitBytes)));
  return connection.Execute("PRAGMA secure_delete = ON");
}

absl::Status CheckLog(Connection& connection, int database) {
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t page_bytes, connection.QueryInt("PRAGMA page_size"));
  const absl::StatusOr<Meta> meta = ReadMeta(connection);
  // What else is wrong is for CheckContent to say.
  return meta.ok() ? CheckLogBelongs(database, page_bytes, *meta) : absl::OkStatus();
}

absl::Status CheckFound(Connection& connection, int64_t layout, ContentCheck check) {
  if (layout == 0) return absl::OkStatus();
  if (layout < NewestLayout() || check == ContentCheck::kNow) {
    return CheckContent(connection, layout);
  }
  LINKSTAT_RETURN_IF_ERROR(CheckTables(connection, layout));
  LINKSTAT_ASSIGN_OR_RETURN(const Meta meta, ReadMeta(connection));
  // The identity that a restored backup gets is written before anything else.
  return meta.store_id.empty() ? CheckContent(connection, layout) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<Connection> OpenNewestLayout(const std::string& path, int database,
                                            const std::string& vfs, ContentCheck check) {
  LINKSTAT_ASSIGN_OR_RETURN(Connection connection,
                            Connection::Open(path, Connection::Mode::kReadWrite, vfs));
  LINKSTAT_RETURN_IF_ERROR(connection.SetCheckpointOnClose(false));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t layout, ReadLayout(connection));
  // First: the log of another file makes this one look damaged.
  if (layout == NewestLayout()) LINKSTAT_RETURN_IF_ERROR(CheckLog(connection, database));
  LINKSTAT_RETURN_IF_ERROR(CheckFound(connection, layout, check));
  LINKSTAT_RETURN_IF_ERROR(Configure(connection));
  LINKSTAT_RETURN_IF_ERROR(Migrate(connection, layout));
  LINKSTAT_RETURN_IF_ERROR(connection.SetCheckpointOnClose(true));
  return connection;
}

}  // namespace linkstat::store
