#ifndef LINKSTAT_AGENT_CORE_DECIDE_H_
#define LINKSTAT_AGENT_CORE_DECIDE_H_

#include <bitset>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/core/bounds.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/permission_check.pb.h"

namespace linkstat::core {

// A name that matches an entry without being its label letter for letter.
struct InexactMatch {
  absl::string_view input;
  NameHit hit;
};

// What observed names mean for a catalog, before it is put into words.
// Permissions are numbered as in Snapshot::permission_names(), data domains as
// in the catalog; a valid catalog has no more of either than there are flags. The views
// point into the names that were decided on.
struct Decision {
  v1::Verdict verdict;
  // The permissions, needed and unneeded, that were named. None when nothing
  // was observed.
  std::bitset<2 * kMaxPermissions> granted;
  // The data domains that a missing REQUIRED permission feeds. None when
  // nothing was observed.
  std::bitset<kMaxList> blocked;
  // Both in order of input, each spelling once.
  std::vector<InexactMatch> inexact;
  std::vector<absl::string_view> unrecognized;

  bool observed() const { return verdict != v1::VERDICT_INDETERMINATE; }
};

// Decides on `observed`, within its bounds; null when nothing was observed.
// Allocates nothing for names that are labels letter for letter. Thread-safe.
Decision Decide(const Snapshot& snapshot, const v1::ObservedPermissions* observed);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_DECIDE_H_
