#include "agent/rpc/catalog_feed.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "agent/rpc/codec.h"

namespace linkstat::rpc {
namespace {

// Tells the versions after a place in the registry's order. It remembers only
// that place, so a slow reader costs no memory.
class CatalogSource final : public EventSource {
 public:
  // `resumes`: the caller has the version at `place`.
  CatalogSource(const catalog::Registry* registry, EncodedChanges* changes, uint64_t place,
                bool resumes)
      : registry_(registry), changes_(changes), place_(place), confirm_(resumes) {}

  absl::optional<grpc::ByteBuffer> Next() override {
    const std::vector<catalog::Registry::Version> versions = registry_->After(place_);
    // A caller that resumes with nothing missed is told so at once.
    const bool confirm = std::exchange(confirm_, false);
    if (versions.empty()) return confirm ? KeepAlive() : absl::nullopt;
    place_ = versions.front().number;
    return changes_->Get(versions.front());
  }

  absl::optional<grpc::ByteBuffer> KeepAlive() override {
    v1::WatchCatalogResponse response;
    response.mutable_keep_alive()->set_catalog_revision(registry_->Current()->revision());
    return Encode(response);
  }

 private:
  const catalog::Registry* const registry_;
  EncodedChanges* const changes_;
  uint64_t place_;
  bool confirm_;
};

}  // namespace

// A stream that spoke just after one tick is told at the next but one that it
// is alive, hence two ticks an interval.
CatalogFeed::CatalogFeed(catalog::Registry* registry, absl::Duration keep_alive)
    : registry_(registry),
      tick_(absl::ToChronoNanoseconds(keep_alive / 2)),
      thread_([this] { Run(); }),
      subscription_(registry->Subscribe([this] {
        const std::lock_guard<std::mutex> lock(mutex_);
        changed_ = true;
        wake_up_.notify_one();
      })) {}

CatalogFeed::~CatalogFeed() {
  subscription_.reset();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    wake_up_.notify_one();
  }
  thread_.join();
}

std::unique_ptr<EventSource> CatalogFeed::SourceFor(const v1::WatchCatalogRequest& request) {
  absl::optional<uint64_t> place;
  if (request.has_resume_revision()) place = registry_->NumberOf(request.resume_revision());
  return std::make_unique<CatalogSource>(registry_, &changes_, place.value_or(0),
                                         place.has_value());
}

void CatalogFeed::Run() {
  auto next_tick = std::chrono::steady_clock::now() + tick_;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    wake_up_.wait_until(lock, next_tick, [this] { return changed_ || stopping_; });
    const bool changed = std::exchange(changed_, false);
    lock.unlock();
    if (changed) streams_.WakeAll();
    if (const auto now = std::chrono::steady_clock::now(); now >= next_tick) {
      streams_.TickAll();
      next_tick = now + tick_;
    }
    lock.lock();
  }
}

}  // namespace linkstat::rpc
