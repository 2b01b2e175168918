#ifndef LINKSTAT_AGENT_CATALOG_FOLDER_WATCH_H_
#define LINKSTAT_AGENT_CATALOG_FOLDER_WATCH_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "agent/base/file_descriptor.h"
#include "agent/catalog/symlink_chain.h"

namespace linkstat::catalog {

// Hears from the system when entries of folders change. Not thread-safe. Where
// the system cannot report changes (none of its watches is left, or the file system has
// none), nothing is heard.
class FolderWatch {
 public:
  // Without `enabled` nothing is ever heard.
  explicit FolderWatch(bool enabled);

  // Watches exactly these entries from now on. Folders that do not exist are
  // left out; one that was replaced is found again.
  void Follow(const std::vector<FolderEntry>& entries);

  // Readable when something may have changed. Negative when nothing is heard.
  int fd() const { return inotify_.get(); }

  // Reads the system's events; whether one was about a watched entry.
  bool Drain();

 private:
  bool Concerns(int watch, unsigned mask, const char* name) const;

  const FileDescriptor inotify_;
  // The names watched in each folder, by the system's number of its watch.
  std::map<int, std::set<std::string>> names_;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_FOLDER_WATCH_H_
