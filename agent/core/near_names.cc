#include "agent/core/near_names.h"

#include <algorithm>

namespace linkstat::core {
namespace {

// Near is a coefficient of at least kNearNumerator / kNearDenominator.
constexpr int64_t kNearNumerator = 9;
constexpr int64_t kNearDenominator = 20;

struct Likeness {
  int entry;
  int64_t shared;  // pairs of both
  int64_t total;   // pairs of the one and of the other

  bool IsNear() const { return 2 * shared * kNearDenominator >= kNearNumerator * total; }
  // Less than two thirds of the other's coefficient.
  bool IsFarBehind(const Likeness& other) const {
    return 3 * shared * other.total < 2 * other.shared * total;
  }
  bool Exceeds(const Likeness& other) const { return shared * other.total > other.shared * total; }
};

bool GoesBefore(const Likeness& a, const Likeness& b) {
  if (a.Exceeds(b)) return true;
  return !b.Exceeds(a) && a.entry < b.entry;
}

// Each pair of bytes of the name between two spaces, once.
std::vector<uint16_t> Pairs(absl::string_view name) {
  std::vector<uint16_t> pairs;
  if (name.empty()) return pairs;
  pairs.reserve(name.size() + 1);
  uint8_t previous = ' ';
  const auto add = [&](char c) {
    const auto next = static_cast<uint8_t>(c);
    pairs.push_back(static_cast<uint16_t>(previous << 8 | next));
    previous = next;
  };
  std::for_each(name.begin(), name.end(), add);
  add(' ');
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

}  // namespace

void NearNames::Add(int entry, absl::string_view name) {
  const std::vector<uint16_t> pairs = Pairs(name);
  const int number = static_cast<int>(names_.size());
  names_.push_back({entry, static_cast<int>(pairs.size())});
  for (uint16_t pair : pairs) names_with_pair_[pair].push_back(number);
}

std::vector<int> NearNames::Nearest(absl::string_view name, int limit) const {
  const std::vector<uint16_t> pairs = Pairs(name);
  std::vector<int> shared(names_.size());
  for (uint16_t pair : pairs) {
    const auto found = names_with_pair_.find(pair);
    if (found == names_with_pair_.end()) continue;
    for (int number : found->second) ++shared[number];
  }

  std::vector<Likeness> near;
  for (size_t i = 0; i < names_.size(); ++i) {
    const Likeness likeness{names_[i].entry, shared[i],
                            static_cast<int64_t>(pairs.size()) + names_[i].pairs};
    if (shared[i] == 0 || !likeness.IsNear()) continue;
    if (near.empty() || near.back().entry != likeness.entry) {
      near.push_back(likeness);
    } else if (likeness.Exceeds(near.back())) {
      near.back() = likeness;
    }
  }

  std::sort(near.begin(), near.end(), GoesBefore);
  std::vector<int> entries;
  for (const Likeness& likeness : near) {
    const bool enough = entries.size() == static_cast<size_t>(limit);
    if (enough || likeness.IsFarBehind(near.front())) break;
    entries.push_back(likeness.entry);
  }
  return entries;
}

}  // namespace linkstat::core
