#include "agent/service/intern_pool.h"

namespace linkstat::service {

std::optional<InternPool::Id> InternPool::AcquireKnown(absl::string_view content, Id guess) {
  if (guess >= slots_.size() || slots_[guess].users == 0 || slots_[guess].content != content) {
    const auto found = by_content_.find(content);
    if (found == by_content_.end()) return std::nullopt;
    guess = found->second;
  }
  ++slots_[guess].users;
  return guess;
}

InternPool::Id InternPool::Acquire(absl::string_view content) {
  if (const std::optional<Id> known = AcquireKnown(content)) return *known;
  Id id;
  if (free_.empty()) {
    id = static_cast<Id>(slots_.size());
    slots_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Slot& slot = slots_[id];
  slot.content = std::string(content);
  slot.users = 1;
  ++slot.version;
  by_content_.emplace(slot.content, id);
  return id;
}

void InternPool::Release(Id id) {
  Slot& slot = slots_[id];
  if (--slot.users > 0) return;
  by_content_.erase(slot.content);
  slot.content = std::string();
  free_.push_back(id);
}

}  // namespace linkstat::service
