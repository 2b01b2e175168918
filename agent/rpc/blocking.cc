#include "agent/rpc/blocking.h"

namespace linkstat::rpc {

absl::Status StoreOverloaded() {
  return Overloaded("as many calls wait for the store as may; try again later");
}

}  // namespace linkstat::rpc
