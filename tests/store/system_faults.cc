#include "tests/store/system_faults.h"

#include <dlfcn.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace linkstat::test {
namespace {

std::map<std::string, std::optional<int64_t>>& FreeBytes() {
  static auto& bytes = *new std::map<std::string, std::optional<int64_t>>();
  return bytes;
}

int link_error = 0;

}  // namespace

FreeSpace::FreeSpace(std::map<std::string, std::optional<int64_t>> bytes) {
  FreeBytes() = std::move(bytes);
}
FreeSpace::~FreeSpace() { FreeBytes().clear(); }

NoLinks::NoLinks(int error) { link_error = error; }
NoLinks::~NoLinks() { link_error = 0; }

}  // namespace linkstat::test

// In place of the system's, in the whole program.
extern "C" int statvfs(const char* path, struct statvfs* space) noexcept {
  const auto& bytes = linkstat::test::FreeBytes();
  const auto found = bytes.find(path);
  if (found == bytes.end()) {
    using Function = int (*)(const char*, struct statvfs*);
    static const auto next = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "statvfs"));
    return next(path, space);
  }
  *space = {};
  // More is free for the superuser, who may use what is kept for emergencies.
  space->f_frsize = 1;
  space->f_blocks = found->second.has_value() ? fsblkcnt_t{1} << 40 : 0;
  space->f_bavail = static_cast<fsblkcnt_t>(found->second.value_or(0));
  space->f_bfree = space->f_blocks;
  return 0;
}

extern "C" int link(const char* from, const char* to) noexcept {
  if (linkstat::test::link_error != 0) {
    errno = linkstat::test::link_error;
    return -1;
  }
  using Function = int (*)(const char*, const char*);
  static const auto next = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "link"));
  return next(from, to);
}
