#include "agent/service/change_ring.h"

#include <algorithm>
#include <utility>

namespace linkstat::service {
namespace {

size_t SizeOf(const store::Change& change) {
  return sizeof(change) + change.id.size() +
         (change.record.has_value() ? change.record->value.size() : 0);
}

}  // namespace

void ChangeRing::Reset(store::Revision position) {
  {
    const MutexLock lock(&mutex_);
    changes_.clear();
    bytes_ = 0;
    ++history_;
    floor_ = position;
  }
  Wake();
}

void ChangeRing::DropOldest() {
  bytes_ -= SizeOf(*changes_.front());
  floor_ = changes_.front()->revision;
  changes_.pop_front();
}

void ChangeRing::Append(std::vector<store::Change> changes) {
  {
    const MutexLock lock(&mutex_);
    for (store::Change& change : changes) {
      bytes_ += SizeOf(change);
      changes_.push_back(std::make_shared<const store::Change>(std::move(change)));
      while (changes_.size() > limits_.changes || bytes_ > limits_.bytes) DropOldest();
    }
  }
  Wake();
}

uint64_t ChangeRing::history() const {
  const MutexLock lock(&mutex_);
  return history_;
}

ChangeRing::Slice ChangeRing::After(uint64_t history, store::Revision after, size_t limit) const {
  const MutexLock lock(&mutex_);
  Slice slice;
  slice.next = after;
  slice.known = history == history_ && after >= floor_;
  if (!slice.known) return slice;
  auto it = std::upper_bound(
      changes_.begin(), changes_.end(), after,
      [](store::Revision revision, const auto& change) { return revision < change->revision; });
  for (; it != changes_.end() && slice.changes.size() < limit; ++it) {
    slice.changes.push_back(*it);
    slice.next = (*it)->revision;
  }
  slice.complete = it == changes_.end();
  return slice;
}

}  // namespace linkstat::service
