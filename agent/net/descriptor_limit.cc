#include "agent/net/descriptor_limit.h"

#include <dirent.h>
#include <sys/resource.h>

#include <algorithm>
#include <memory>

namespace linkstat::net {
namespace {

// What may be opened later: files being read or written, and gRPC's own.
constexpr size_t kReserve = 16;

size_t OpenNow() {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), &::closedir);
  size_t count = 0;
  while (folder != nullptr && ::readdir(folder.get()) != nullptr) ++count;
  // The folder holds itself, `.` and `..` as well.
  return count > 3 ? count - 3 : 0;
}

}  // namespace

size_t ConnectionsWithinLimit(size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const size_t others = OpenNow() + kReserve;
  if (limit.rlim_cur < wanted + others && limit.rlim_cur < limit.rlim_max) {
    rlimit raised = limit;
    raised.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted + others);
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  const size_t left = limit.rlim_cur > others ? limit.rlim_cur - others : 0;
  return std::max<size_t>(1, std::min(wanted, left));
}

}  // namespace linkstat::net
