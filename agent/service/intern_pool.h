#ifndef LINKSTAT_AGENT_SERVICE_INTERN_POOL_H_
#define LINKSTAT_AGENT_SERVICE_INTERN_POOL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace linkstat::service {

// Keeps each distinct content once, under a small number, as long as somebody
// uses it. Readers may share a pool that is not changed.
class InternPool {
 public:
  using Id = uint32_t;
  // No content.
  static constexpr Id kNone = UINT32_MAX;

  InternPool() = default;
  InternPool(const InternPool&) = delete;
  InternPool& operator=(const InternPool&) = delete;

  // The number of `content`, with one user more.
  Id Acquire(absl::string_view content);

  // Likewise when the content has users already; otherwise absent. `guess` may be any
  // number: the right one spares the search.
  std::optional<Id> AcquireKnown(absl::string_view content, Id guess = kNone);

  // One user less. Without users the content is forgotten, and its number can
  // stand for another one.
  void Release(Id id);

  const std::string& Get(Id id) const { return slots_[id].content; }

  // Differs whenever the number is that of other content; never 0.
  uint32_t version(Id id) const { return slots_[id].version; }

  // The numbers in use are less than this.
  size_t limit() const { return slots_.size(); }

 private:
  struct Slot {
    std::string content;
    uint32_t users = 0;
    uint32_t version = 0;
  };

  // A deque, because by_content_ points into its slots.
  std::deque<Slot> slots_;
  std::vector<Id> free_;
  absl::flat_hash_map<absl::string_view, Id> by_content_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_INTERN_POOL_H_
