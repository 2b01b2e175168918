#ifndef LINKSTAT_AGENT_STORE_SPEC_H_
#define LINKSTAT_AGENT_STORE_SPEC_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkstat::store {

// Which store to open, as the setting `store` names it.
struct StoreSpec {
  enum class Kind { kMemory, kSqlite };
  Kind kind = Kind::kMemory;
  // Of kSqlite, never empty.
  std::string path;
};

// Reads `memory` or `sqlite:PATH`. INVALID_ARGUMENT on the field `store` with
// anything else, and with a PATH that names no file: one that ends with `/`, or that
// SQLite would take for something else (`:memory:`, `file:...`).
absl::StatusOr<StoreSpec> ParseStoreSpec(absl::string_view text);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SPEC_H_
