#ifndef LINKSTAT_AGENT_STORE_OPEN_H_
#define LINKSTAT_AGENT_STORE_OPEN_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "agent/store/file_watch.h"
#include "agent/store/spec.h"
#include "agent/store/store.h"

namespace linkstat::store {

// What a store reports on its own; each as in SqliteOptions, and may be null.
struct StoreObservers {
  std::function<void(const absl::Status&)> background_fault;
  std::function<void(const FileLook&)> files_seen;
};

// Opens the store; errors as SqliteStore::Open.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreSpec& spec,
                                                 StoreObservers observers = {});

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_OPEN_H_
