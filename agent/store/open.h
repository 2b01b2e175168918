#ifndef LINKSTAT_AGENT_STORE_OPEN_H_
#define LINKSTAT_AGENT_STORE_OPEN_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "agent/store/spec.h"
#include "agent/store/store.h"

namespace linkstat::store {

// Opens the store; errors as SqliteStore::Open. `background_fault` is told what
// the store fails to do on its own, on a thread of the store's; may be null.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(
    const StoreSpec& spec, std::function<void(const absl::Status&)> background_fault = nullptr);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_OPEN_H_
