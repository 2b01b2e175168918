#include "tests/catalog/watched_catalog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "agent/catalog/load.h"

namespace linkstat::test {
namespace {

constexpr std::chrono::seconds kPatience(10);

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
    std::lock_guard lock(mutex_);
    loads_.push_back(result.snapshot == nullptr ? "" : result.snapshot->revision());
    loaded_.notify_all();
  };
  auto reloader = catalog::Reloader::Create(path, &registry_, options);
  EXPECT_TRUE(reloader.ok()) << reloader.status();
  reloader_ = *std::move(reloader);
  RequestReload();
  EXPECT_TRUE(WaitForLoads(1));
  std::lock_guard lock(mutex_);
  loads_.clear();
}

bool WatchedCatalog::WaitForLoads(int count) {
  std::unique_lock lock(mutex_);
  return loaded_.wait_for(lock, kPatience,
                          [&] { return static_cast<int>(loads_.size()) >= count; });
}

bool WatchedCatalog::WaitForRevision(const std::string& revision) {
  std::unique_lock lock(mutex_);
  return loaded_.wait_for(lock, kPatience, [&] { return Loaded(revision); });
}

bool WatchedCatalog::WaitForRejection() { return WaitForRevision(""); }

int WatchedCatalog::loads() const {
  std::lock_guard lock(mutex_);
  return static_cast<int>(loads_.size());
}

bool WatchedCatalog::Loaded(const std::string& revision) const {
  return std::find(loads_.begin(), loads_.end(), revision) != loads_.end();
}

}  // namespace linkstat::test
