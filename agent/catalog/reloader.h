#ifndef LINKSTAT_AGENT_CATALOG_RELOADER_H_
#define LINKSTAT_AGENT_CATALOG_RELOADER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "agent/base/clock.h"
#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"

namespace linkstat::catalog {

struct ReloaderOptions {
  // How often the file is checked where the system does not report changes.
  absl::Duration poll_interval = absl::Milliseconds(500);
  // False: poll only.
  bool use_inotify = true;
  const Clock* clock = &Clock::System();
  // Told of every load, on the reloader's thread, after the registry knows it.
  std::function<void(const LoadResult&)> on_load;
};

// Keeps a registry in step with a catalog file. A thread of its own checks
// the file when the system reports a change in its folder (also when the file
// is a symbolic link that is replaced, as Kubernetes updates a ConfigMap), when
// asked, and now and then; it loads the file when its content changed. A good
// catalog is published; a bad one is remembered as rejected and the last good
// one is served on. Destruction ends the thread.
class Reloader {
 public:
  // `registry` must outlive the reloader. When it does not serve the content that
  // the file has now, that is the first change. INTERNAL when the system has no
  // descriptor left; without inotify alone, the file is polled.
  static absl::StatusOr<std::unique_ptr<Reloader>> Create(std::string path, Registry* registry,
                                                          ReloaderOptions options);
  ~Reloader();

  // Loads the file even if no change was reported. Returns at once.
  // Thread-safe.
  void RequestReload();

 private:
  class Worker;
  explicit Reloader(std::unique_ptr<Worker> worker);

  std::unique_ptr<Worker> worker_;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_RELOADER_H_
