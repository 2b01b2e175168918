#include "agent/rpc/blocking.h"

#include "agent/base/error.h"

namespace linkstat::rpc {

absl::Status Overloaded() {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                   "the agent has as much work as it can take; try again later");
}

}  // namespace linkstat::rpc
