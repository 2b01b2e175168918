#ifndef LINKSTAT_AGENT_CORE_NAME_INDEX_H_
#define LINKSTAT_AGENT_CORE_NAME_INDEX_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "agent/core/near_names.h"
#include "linkstat/v1/permission_check.pb.h"

namespace linkstat::core {

// An entry that can be named: its id, its label and its other names.
struct NamedEntry {
  std::string id;
  std::string label;
  std::vector<std::string> aliases;
};

// A name's entry, by its number in the list that the index was made from.
struct NameHit {
  int entry;
  v1::MatchKind kind;
};

// Finds catalog entries by name. Immutable, thread-safe.
class NameIndex {
 public:
  // With kLabelsAndIds an entry's id is one of its names as well, like an alias.
  enum class Names { kLabels, kLabelsAndIds };

  // The entries' names must not meet one another after normalization; where
  // they do, the first entry has the name.
  explicit NameIndex(std::vector<NamedEntry> entries, Names names = Names::kLabels);

  // The entry whose label is `name` letter for letter, if any. Any bytes will do.
  std::optional<int> FindLabel(absl::string_view name) const;

  // The entry that `name` means, if any. Cost does not grow with the number of
  // entries; a name that is letter for letter a label is found without
  // normalization or allocation. `name` must be UTF-8 without control
  // characters.
  std::optional<NameHit> Find(absl::string_view name) const;

  // The entries whose names are nearest to `name`, best first, at most `limit`;
  // none when nothing is near. Deterministic; ties go to the earlier entry.
  std::vector<int> Nearest(absl::string_view name, int limit) const;

  const std::vector<NamedEntry>& entries() const { return entries_; }

 private:
  void AddName(absl::string_view name, NameHit hit);

  std::vector<NamedEntry> entries_;
  absl::flat_hash_map<std::string, int> labels_;
  absl::flat_hash_map<std::string, NameHit> normalized_;
  NearNames near_names_;
};

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_NAME_INDEX_H_
