#ifndef LINKSTAT_AGENT_RPC_SERVICE_PLAIN_CHECK_H_
#define LINKSTAT_AGENT_RPC_SERVICE_PLAIN_CHECK_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "agent/core/snapshot.h"

namespace linkstat::rpc {

// What a CheckPermissionsRequest says, when it says nothing that is out of the
// ordinary: every name is a permission's label letter for letter, and the
// revision expected, if any, is the snapshot's.
struct PlainCheck {
  // Whether permissions were observed; without it, `granted` is 0.
  bool observed = false;
  // Bit i stands for permission i of the catalog.
  uint32_t granted = 0;
  // VIEW_FULL.
  bool full = false;
};

// The most permissions of a catalog whose checks are read.
inline constexpr int kMaxPlainPermissions = 32;

// Reads a request in place. Absent for every request that is not plain, and so
// for every one that must be refused: those are for protobuf to read. Where a
// field is given twice, protobuf's rules hold: messages are merged, the last
// value counts. Neither copies nor allocates. Thread-safe.
absl::optional<PlainCheck> ReadPlainCheck(absl::string_view bytes, const core::Snapshot& snapshot);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_PLAIN_CHECK_H_
