#include "agent/rpc/stream/catalog_watch_stream.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "agent/rpc/call/codec.h"

namespace linkstat::rpc {
namespace {

grpc::ByteBuffer EncodeChange(const core::Snapshot& snapshot) {
  v1::WatchCatalogResponse response;
  response.mutable_change()->set_catalog_revision(snapshot.revision());
  *response.mutable_change()->mutable_catalog() = snapshot.catalog();
  return Encode(response);
}

// The versions after a place in the registry's order. It keeps only that place, so a slow
// reader costs no memory.
class CatalogSource final : public EventSource {
 public:
  // `resumes`: the caller has the version at `place`.
  CatalogSource(const catalog::Registry* registry, EncodedChanges* changes, uint64_t place,
                bool resumes)
      : registry_(registry), changes_(changes), place_(place), confirm_(resumes) {}

  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() override {
    const std::vector<catalog::Registry::Version> versions = registry_->After(place_);
    // A caller that resumes with nothing missed gets a confirmation at once.
    const bool confirm = std::exchange(confirm_, false);
    if (versions.empty()) return confirm ? KeepAlive() : std::optional<grpc::ByteBuffer>();
    place_ = versions.front().number;
    return changes_->Get(versions.front());
  }

  std::optional<grpc::ByteBuffer> KeepAlive() override {
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

grpc::ByteBuffer EncodedChanges::Get(const catalog::Registry::Version& version) {
  const MutexLock lock(&mutex_);
  const auto [entry, added] = by_number_.try_emplace(version.number);
  if (added) entry->second = EncodeChange(*version.snapshot);
  grpc::ByteBuffer bytes = entry->second;
  if (by_number_.size() > catalog::Registry::kKept + 1) by_number_.erase(by_number_.begin());
  return bytes;
}

CatalogWatchStream::CatalogWatchStream(catalog::Registry* registry, absl::Duration keep_alive)
    : registry_(registry),
      streams_(keep_alive),
      subscription_(registry->Subscribe([this] { streams_.WakeSoon(); })) {}

std::unique_ptr<EventSource> CatalogWatchStream::SourceFor(const v1::WatchCatalogRequest& request) {
  std::optional<uint64_t> place;
  if (request.has_resume_revision()) place = registry_->NumberOf(request.resume_revision());
  return std::make_unique<CatalogSource>(registry_, &changes_, place.value_or(0),
                                         place.has_value());
}

}  // namespace linkstat::rpc
