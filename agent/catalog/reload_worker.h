#ifndef LINKSTAT_AGENT_CATALOG_RELOAD_WORKER_H_
#define LINKSTAT_AGENT_CATALOG_RELOAD_WORKER_H_

#include <atomic>
#include <string>
#include <thread>

#include "agent/base/file_descriptor.h"
#include "agent/catalog/folder_watch.h"
#include "agent/catalog/reloader.h"
#include "agent/catalog/settling.h"

namespace linkstat::catalog {

// The thread of a Reloader.
class Reloader::Worker {
 public:
  // `wake` is an eventfd.
  Worker(std::string path, Registry* registry, ReloaderOptions options, FileDescriptor wake);
  // Ends the thread.
  ~Worker();

  void RequestReload();

 private:
  void Run();
  // False when the thread is to end.
  bool WaitForReasonToLook();
  void Look();
  bool IsServed(const FileContent& content) const;
  void Load(const FileContent& content);
  void Wake();

  const std::string path_;
  Registry* const registry_;
  const ReloaderOptions options_;
  const FileDescriptor wake_;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> reload_requested_ = false;

  // The rest belongs to the thread.
  FolderWatch watch_;
  Settling settling_;
  bool look_again_ = false;

  std::jthread thread_;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_RELOAD_WORKER_H_
