#include "agent/catalog/registry.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace linkstat::catalog {

Registry::Registry(core::SnapshotPtr first, const Clock* clock) : clock_(clock) {
  versions_.push_back({1, std::move(first), clock_->Now()});
}

core::SnapshotPtr Registry::Current() const {
  const MutexLock lock(&mutex_);
  return versions_.back().snapshot;
}

const Registry::Version* Registry::Newest(absl::string_view revision) const {
  const auto found = std::find_if(
      versions_.rbegin(), versions_.rend(),
      [&](const Version& version) { return version.snapshot->revision() == revision; });
  return found == versions_.rend() ? nullptr : &*found;
}

core::SnapshotPtr Registry::Find(absl::string_view revision) const {
  const MutexLock lock(&mutex_);
  const Version* version = Newest(revision);
  return version == nullptr ? nullptr : version->snapshot;
}

std::optional<uint64_t> Registry::NumberOf(absl::string_view revision) const {
  const MutexLock lock(&mutex_);
  const Version* version = Newest(revision);
  if (version == nullptr) return std::nullopt;
  return version->number;
}

std::vector<Registry::Version> Registry::After(uint64_t number) const {
  const MutexLock lock(&mutex_);
  const uint64_t oldest = versions_.front().number;
  if (number == 0 || number + 1 < oldest) return {versions_.back()};
  const uint64_t known = std::min<uint64_t>(number + 1 - oldest, versions_.size());
  return {versions_.begin() + known, versions_.end()};
}

std::vector<Registry::Version> Registry::UpTo(absl::string_view revision) const {
  const MutexLock lock(&mutex_);
  const Version* version = Newest(revision);
  if (version == nullptr) return {};
  const auto count = static_cast<std::ptrdiff_t>(version->number - versions_.front().number + 1);
  return {versions_.begin(), versions_.begin() + count};
}

void Registry::Publish(core::SnapshotPtr snapshot) {
  {
    const MutexLock lock(&mutex_);
    rejected_.reset();
    const Version& served = versions_.back();
    if (served.snapshot->revision() == snapshot->revision()) return;
    versions_.push_back({served.number + 1, std::move(snapshot), clock_->Now()});
    if (versions_.size() > kKept + 1) versions_.pop_front();
  }
  const MutexLock lock(&subscribers_mutex_);
  for (const auto& [id, changed] : subscribers_) changed();
}

void Registry::Reject(v1::RejectedCatalog rejected) {
  const MutexLock lock(&mutex_);
  rejected_ = std::move(rejected);
}

std::optional<v1::RejectedCatalog> Registry::rejected() const {
  const MutexLock lock(&mutex_);
  return rejected_;
}

std::unique_ptr<Registry::Subscription> Registry::Subscribe(std::function<void()> changed) {
  const MutexLock lock(&subscribers_mutex_);
  const uint64_t id = next_subscriber_++;
  subscribers_.emplace(id, std::move(changed));
  return std::make_unique<Subscription>(this, id);
}

void Registry::Unsubscribe(uint64_t id) {
  const MutexLock lock(&subscribers_mutex_);
  subscribers_.erase(id);
}

}  // namespace linkstat::catalog
