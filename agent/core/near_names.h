#ifndef LINKSTAT_AGENT_CORE_NEAR_NAMES_H_
#define LINKSTAT_AGENT_CORE_NEAR_NAMES_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace linkstat::core {

// Finds the names that look most like a given one, by Dice's coefficient of
// their sets of byte pairs: twice the number of shared pairs, divided by the
// number of pairs of both names. The space before and after a name counts, so
// that whole words weigh more. A coefficient of 0.45 or more is near: a slip of
// the keyboard, a word left out, or one long word of a label. A near name is
// left out where another one is nearer by half.
//
// All names are normalized ones (normalize_name.h). Not thread-safe while names
// are added, thread-safe after.
class NearNames {
 public:
  // Adds a name of `entry`. Entries come in ascending order; one may have
  // several names.
  void Add(int entry, absl::string_view name);

  // The entries with the names nearest to `name`, best first, at most `limit`,
  // ties to the earlier entry. Cost: the number of pairs of `name` times the
  // number of names that have such a pair, at worst.
  std::vector<int> Nearest(absl::string_view name, int limit) const;

 private:
  struct Name {
    int entry;
    int pairs;
  };

  std::vector<Name> names_;
  // For each pair, the numbers of the names that have it.
  absl::flat_hash_map<uint16_t, std::vector<int>> names_with_pair_;
};

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_NEAR_NAMES_H_
