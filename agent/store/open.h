#ifndef LINKSTAT_AGENT_STORE_OPEN_H_
#define LINKSTAT_AGENT_STORE_OPEN_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/store/store.h"

namespace linkstat::store {

// Which store to open, as the setting `store` tells it.
struct StoreSpec {
  enum class Kind { kMemory, kSqlite };
  Kind kind = Kind::kMemory;
  // Of kSqlite, never empty.
  std::string path;
};

// Reads `memory` or `sqlite:PATH`. INVALID_ARGUMENT on the field `store` with
// anything else.
absl::StatusOr<StoreSpec> ParseStoreSpec(absl::string_view text);

// Opens the store; errors as SqliteStore::Open. `background_fault` is told what
// the store fails to do on its own, on a thread of the store's; may be null.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(
    const StoreSpec& spec, std::function<void(const absl::Status&)> background_fault = nullptr);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_OPEN_H_
