#ifndef LINKSTAT_TESTS_CATALOG_WATCHED_CATALOG_H_
#define LINKSTAT_TESTS_CATALOG_WATCHED_CATALOG_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "agent/catalog/registry.h"
#include "agent/catalog/reloader.h"

namespace linkstat::test {

// Options under which only an event of the system makes the reloader check.
catalog::ReloaderOptions OnlyInotify();
// Options under which only the clock does.
catalog::ReloaderOptions OnlyPolling();

// A registry that is kept in step with a file, which must be a good catalog at
// first. Waits end after 10 seconds.
class WatchedCatalog {
 public:
  // Returns when the reloader has looked at the file and hears of changes.
  WatchedCatalog(const std::string& path, catalog::ReloaderOptions options);

  catalog::Registry& registry() { return registry_; }
  void RequestReload() { reloader_->RequestReload(); }

  // Waits until there were `count` loads; whether there were.
  bool WaitForLoads(int count);
  // Waits until a load made a catalog of this revision; whether one did.
  bool WaitForRevision(const std::string& revision);
  // Waits until a load was refused; whether one was.
  bool WaitForRejection();

  // How many loads there were since the start.
  int loads() const;

 private:
  // With mutex_ held.
  bool Loaded(const std::string& revision) const;

  catalog::Registry registry_;
  mutable std::mutex mutex_;
  std::condition_variable loaded_;
  // The revision of each load; empty for a refused one.
  std::vector<std::string> loads_;
  std::unique_ptr<catalog::Reloader> reloader_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CATALOG_WATCHED_CATALOG_H_
