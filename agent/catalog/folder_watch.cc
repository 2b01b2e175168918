#include "agent/catalog/folder_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <utility>

namespace linkstat::catalog {
namespace {

constexpr unsigned kFolderGone = IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT;
// A write is reported when its writer closes the file.
constexpr unsigned kEvents = IN_ATTRIB | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                             IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

}  // namespace

FolderWatch::FolderWatch(bool enabled)
    : inotify_(enabled ? inotify_init1(IN_NONBLOCK | IN_CLOEXEC) : -1) {}

void FolderWatch::Follow(const std::vector<FolderEntry>& entries) {
  if (!inotify_.valid()) return;
  std::map<int, std::set<std::string>> names;
  for (const FolderEntry& entry : entries) {
    // A folder that is watched already has the same number again.
    const int watch = inotify_add_watch(fd(), entry.folder.c_str(), kEvents);
    if (watch >= 0) names[watch].insert(entry.name);
  }
  for (const auto& [watch, unused] : names_) {
    if (names.count(watch) == 0) inotify_rm_watch(fd(), watch);
  }
  names_ = std::move(names);
}

bool FolderWatch::Drain() {
  bool concerned = false;
  alignas(inotify_event) char buffer[4096];
  ssize_t size;
  while ((size = read(fd(), buffer, sizeof(buffer))) > 0) {
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
      concerned |= Concerns(event->wd, event->mask, event->len > 0 ? event->name : "");
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  return concerned;
}

bool FolderWatch::Concerns(int watch, unsigned mask, const char* name) const {
  if ((mask & IN_Q_OVERFLOW) != 0) return true;
  const auto found = names_.find(watch);
  if (found == names_.end()) return false;
  return (mask & kFolderGone) != 0 || found->second.count(name) > 0;
}

}  // namespace linkstat::catalog
