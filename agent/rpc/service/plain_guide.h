#ifndef LINKSTAT_AGENT_RPC_SERVICE_PLAIN_GUIDE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_PLAIN_GUIDE_H_

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "agent/core/snapshot.h"

namespace linkstat::rpc {

// The values of an identity; absent where it does not have them.
struct GuideValues {
  absl::optional<absl::string_view> first_name;
  absl::optional<absl::string_view> work_email;
};

// What a GetLinkingDetailsRequest says, when it says nothing that is out of the
// ordinary: it names no linked account and asks for no document, its values are
// within their bounds, and the revision expected, if any, is the snapshot's.
struct PlainGuide {
  // Into the bytes of the request.
  GuideValues values;
  // VIEW_FULL.
  bool full = false;
  bool transitioning = false;
};

// Reads a request in place. Absent for every request that is not plain, and so
// for every one that must be refused: those are for protobuf to read. Neither
// copies nor allocates. Thread-safe.
absl::optional<PlainGuide> ReadPlainGuide(absl::string_view bytes, const core::Snapshot& snapshot);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_PLAIN_GUIDE_H_
