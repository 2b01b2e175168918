#include "agent/service/intern_pool.h"

namespace linkstat::service {

InternPool::Id InternPool::Acquire(absl::string_view content) {
  const auto found = by_content_.find(content);
  if (found != by_content_.end()) {
    ++slots_[found->second].users;
    return found->second;
  }
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
