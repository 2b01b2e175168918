#include "agent/store/sqlite_schema.h"

#include "absl/strings/str_cat.h"
#include "agent/base/random.h"
#include "agent/base/status_macros.h"
#include "agent/store/key_digest.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {
namespace {

// Records in order of id, so that a scan reads the file from front to back.
constexpr char kFirstTables[] = R"sql(
CREATE TABLE meta(
  one INTEGER PRIMARY KEY CHECK(one = 1),
  store_id BLOB NOT NULL,
  secret BLOB NOT NULL,
  last_revision INTEGER NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;
CREATE TABLE records(
  id BLOB PRIMARY KEY,
  key BLOB NOT NULL,
  value BLOB NOT NULL,
  revision INTEGER NOT NULL,
  checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX records_by_key ON records(key);
CREATE UNIQUE INDEX records_by_revision ON records(revision);
CREATE TABLE retired_keys(
  digest BLOB PRIMARY KEY,
  checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

absl::Status MakeFirstLayout(Connection& connection) {
  LINKSTAT_RETURN_IF_ERROR(connection.Execute(kFirstTables));
  Meta meta;
  LINKSTAT_ASSIGN_OR_RETURN(meta.store_id, Random::System().Bytes(kIdentityBytes));
  LINKSTAT_ASSIGN_OR_RETURN(meta.secret, Random::System().Bytes(kDigestBytes));
  LINKSTAT_ASSIGN_OR_RETURN(
      Statement insert, connection.Prepare("INSERT INTO meta(one, store_id, secret, last_revision, "
                                           "checksum) VALUES(1, ?1, ?2, 0, ?3)"));
  return insert.Run(meta.store_id, meta.secret, MetaChecksum(meta)).Finish();
}

// Deletions in the change feed. Those made under layout 1 were not kept, so the
// feed of such a file starts over.
absl::Status AddDeletionsToFeed(Connection& connection) {
  LINKSTAT_RETURN_IF_ERROR(connection.Execute(R"sql(
ALTER TABLE meta ADD COLUMN changes_floor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN purge_due INTEGER NOT NULL DEFAULT 0;
CREATE TABLE deletions(
  revision INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE
) STRICT;
)sql"));
  LINKSTAT_ASSIGN_OR_RETURN(Meta meta, ReadMeta(connection));
  meta.changes_floor = meta.last_revision;
  meta.purge_due = meta.last_revision > 0;
  return UpdateMeta(connection, meta);
}

constexpr MigrationStep kSteps[] = {{&MakeFirstLayout}, {&AddDeletionsToFeed}};

absl::StatusOr<std::string> TablesOf(Connection& connection) {
  return connection.QueryText(
      "SELECT coalesce(group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), char(10)), '')"
      " FROM (SELECT * FROM sqlite_schema ORDER BY type, name)");
}

}  // namespace

absl::Span<const MigrationStep> MigrationSteps() { return kSteps; }

int64_t NewestLayout() { return static_cast<int64_t>(MigrationSteps().size()); }

absl::Status CheckLayout(int64_t application, int64_t layout) {
  if (application != kApplicationId) {
    return absl::FailedPreconditionError("the file is a database of another program");
  }
  const int64_t newest = NewestLayout();
  if (layout > newest) {
    return absl::FailedPreconditionError(
        absl::StrCat("a newer Linkstat wrote the store: it has layout ", layout,
                     ", this agent knows layouts up to ", newest, "; nothing was changed"));
  }
  return layout < 1 ? DamagedFile("its layout is unknown") : absl::OkStatus();
}

absl::StatusOr<int64_t> ReadLayout(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t tables,
                            connection.QueryInt("SELECT count(*) FROM sqlite_schema"));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t application,
                            connection.QueryInt("PRAGMA application_id"));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t layout, connection.QueryInt("PRAGMA user_version"));
  if (tables == 0 && application == 0 && layout == 0) return 0;
  LINKSTAT_RETURN_IF_ERROR(CheckLayout(application, layout));
  return layout;
}

absl::Status Migrate(Connection& connection, int64_t from, absl::Span<const MigrationStep> steps) {
  const auto to = static_cast<int64_t>(steps.size());
  if (from >= to) return absl::OkStatus();
  return connection.InTransaction(Connection::Access::kWrite, [&]() -> absl::Status {
    for (const MigrationStep& step : steps.subspan(from)) {
      LINKSTAT_RETURN_IF_ERROR(step.apply(connection));
    }
    LINKSTAT_RETURN_IF_ERROR(
        connection.Execute(absl::StrCat("PRAGMA application_id = ", kApplicationId)));
    return connection.Execute(absl::StrCat("PRAGMA user_version = ", to));
  });
}

absl::Status CheckTables(Connection& connection, int64_t layout) {
  LINKSTAT_ASSIGN_OR_RETURN(Connection model,
                            Connection::Open(":memory:", Connection::Mode::kCreateInMemory));
  LINKSTAT_RETURN_IF_ERROR(
      Migrate(model, 0, MigrationSteps().subspan(0, static_cast<size_t>(layout))));
  LINKSTAT_ASSIGN_OR_RETURN(const std::string expected, TablesOf(model));
  LINKSTAT_ASSIGN_OR_RETURN(const std::string found, TablesOf(connection));
  return expected == found ? absl::OkStatus() : DamagedFile("its tables are not the expected ones");
}

}  // namespace linkstat::store
