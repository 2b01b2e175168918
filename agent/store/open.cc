#include "agent/store/open.h"

#include <utility>

#include "agent/store/memory_store.h"
#include "agent/store/sqlite_store.h"

namespace linkstat::store {

absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreSpec& spec, StoreObservers observers) {
  if (spec.kind == StoreSpec::Kind::kMemory) return MemoryStore::Create();
  SqliteOptions options;
  options.check_in_background = true;
  options.background_fault = std::move(observers.background_fault);
  options.files_seen = std::move(observers.files_seen);
  return SqliteStore::Open(spec.path, std::move(options));
}

}  // namespace linkstat::store
