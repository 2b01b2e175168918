#ifndef LINKSTAT_TESTS_STORE_SYSTEM_FAULTS_H_
#define LINKSTAT_TESTS_STORE_SYSTEM_FAULTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

// Answers of the operating system that a test cannot bring about: link(2) and statvfs(3) of
// this program are replaced. Not thread-safe; one of each kind at a time.
namespace linkstat::test {

// While it lives, the file systems of some folders have this much free space; absent: they do
// not tell how much.
class FreeSpace {
 public:
  explicit FreeSpace(std::map<std::string, std::optional<int64_t>> bytes);
  ~FreeSpace();
  FreeSpace(const FreeSpace&) = delete;
  FreeSpace& operator=(const FreeSpace&) = delete;
};

// While it lives, no file gets a second name: link(2) fails with this error.
class NoLinks {
 public:
  explicit NoLinks(int error);
  ~NoLinks();
  NoLinks(const NoLinks&) = delete;
  NoLinks& operator=(const NoLinks&) = delete;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_STORE_SYSTEM_FAULTS_H_
