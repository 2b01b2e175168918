#include "tests/catalog/watched_catalog.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "agent/catalog/load.h"

namespace linkstat::test {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(10);

}  // namespace

catalog::ReloaderOptions OnlyInotify() {
  catalog::ReloaderOptions options;
  options.poll_interval = absl::Hours(1);
  return options;
}

catalog::ReloaderOptions OnlyPolling() {
  catalog::ReloaderOptions options;
  options.poll_interval = absl::Milliseconds(50);
  options.use_inotify = false;
  return options;
}

WatchedCatalog::WatchedCatalog(const std::string& path, catalog::ReloaderOptions options)
    : registry_(catalog::LoadCatalogFile(path).snapshot) {
  options.on_load = [this](const catalog::LoadResult& result) {
    absl::MutexLock lock(&mutex_);
    loads_.push_back(result.snapshot == nullptr ? "" : result.snapshot->revision());
  };
  auto reloader = catalog::Reloader::Create(path, &registry_, options);
  EXPECT_TRUE(reloader.ok()) << reloader.status();
  reloader_ = *std::move(reloader);
  RequestReload();
  EXPECT_TRUE(WaitForLoads(1));
  absl::MutexLock lock(&mutex_);
  loads_.clear();
}

bool WatchedCatalog::WaitForLoads(int count) {
  absl::MutexLock lock(&mutex_);
  const auto enough = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return static_cast<int>(loads_.size()) >= count;
  };
  return mutex_.AwaitWithTimeout(absl::Condition(&enough), kPatience);
}

bool WatchedCatalog::WaitForRevision(const std::string& revision) {
  absl::MutexLock lock(&mutex_);
  const auto loaded = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return Loaded(revision); };
  return mutex_.AwaitWithTimeout(absl::Condition(&loaded), kPatience);
}

bool WatchedCatalog::WaitForRejection() { return WaitForRevision(""); }

int WatchedCatalog::loads() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<int>(loads_.size());
}

bool WatchedCatalog::Loaded(const std::string& revision) const {
  return std::find(loads_.begin(), loads_.end(), revision) != loads_.end();
}

}  // namespace linkstat::test
