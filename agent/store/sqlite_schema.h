#ifndef LINKSTAT_AGENT_STORE_SQLITE_SCHEMA_H_
#define LINKSTAT_AGENT_STORE_SQLITE_SCHEMA_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "agent/store/sqlite_db.h"

// The layout of a store's file and its history. The file's application id says
// that it is a store of Linkstat, its user version which layout it has.
namespace linkstat::store {

// "LkSt" in ASCII.
inline constexpr int64_t kApplicationId = 0x4c6b5374;

// Leads from the layout before to the next one.
struct MigrationStep {
  absl::Status (*apply)(Connection& connection);
};

// Before it there is no table of deletions.
inline constexpr int64_t kFirstLayoutWithDeletions = 2;

// Every step ever, in order: step N makes layout N out of layout N - 1, step 1
// makes layout 1 out of an empty file. A step that was released never changes.
absl::Span<const MigrationStep> MigrationSteps();

// The layout to which they lead.
int64_t NewestLayout();

// OK when a file with this application id and user version is a store that this
// program knows; errors as ReadLayout.
absl::Status CheckLayout(int64_t application, int64_t layout);

// The file's layout: 0 for an empty file, up to NewestLayout().
// FAILED_PRECONDITION when a newer Linkstat wrote it or it belongs to another
// program; DATA_LOSS when it is no database. Writes nothing.
absl::StatusOr<int64_t> ReadLayout(Connection& connection);

// Brings the file from layout `from` to the last of `steps`, all or nothing.
absl::Status Migrate(Connection& connection, int64_t from,
                     absl::Span<const MigrationStep> steps = MigrationSteps());

// DATA_LOSS when the tables are not exactly those of `layout`, 1 or more.
absl::Status CheckTables(Connection& connection, int64_t layout);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_SCHEMA_H_
