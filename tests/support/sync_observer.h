#ifndef LINKSTAT_TESTS_SUPPORT_SYNC_OBSERVER_H_
#define LINKSTAT_TESTS_SUPPORT_SYNC_OBSERVER_H_

#include <functional>
#include <string>

namespace linkstat::test {

// Observes the calls of fsync in this program, its shared libraries included,
// and fails them on demand: programs that link this replace the C library's
// fsync. Not fdatasync, which is what SQLite calls.
class SyncObserver {
 public:
  // Called before each sync with the path of the file or folder, by the thread
  // that syncs. Returns 0, or the system error with which the sync fails.
  using Callback = std::function<int(const std::string& path)>;

  // One observer at a time.
  explicit SyncObserver(Callback callback);
  ~SyncObserver();
  SyncObserver(const SyncObserver&) = delete;
  SyncObserver& operator=(const SyncObserver&) = delete;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_SYNC_OBSERVER_H_
