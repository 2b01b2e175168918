#include "agent/store/sqlite_purge.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"

namespace linkstat::store {
namespace {

// A file up to this size is rewritten in memory, which needs no folder for
// temporary files.
constexpr int64_t kVacuumInMemoryBytes = int64_t{32} << 20;
// For what is written besides: a log's headers, and the writes that follow.
constexpr int64_t kSpareBytes = int64_t{1} << 20;

// What a rewrite takes.
struct Cost {
  int64_t bytes = 0;
  bool in_memory = false;
};

absl::StatusOr<Cost> CostOf(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t pages, connection.QueryInt("PRAGMA page_count"));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t unused, connection.QueryInt("PRAGMA freelist_count"));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t page_bytes, connection.QueryInt("PRAGMA page_size"));
  const int64_t bytes = (pages - unused) * page_bytes;
  // The log has a header of 24 bytes for each page.
  return Cost{bytes + bytes / 128, pages * page_bytes <= kVacuumInMemoryBytes};
}

// Where SQLite puts temporary files (https://sqlite.org/tempfiles.html).
std::string TemporaryFolder() {
  const char* const names[] = {getenv("SQLITE_TMPDIR"), getenv("TMPDIR"), "/var/tmp", "/usr/tmp",
                               "/tmp"};
  for (const char* name : names) {
    struct stat info;
    if (name != nullptr && stat(name, &info) == 0 && S_ISDIR(info.st_mode) &&
        access(name, W_OK | X_OK) == 0) {
      return name;
    }
  }
  return ".";
}

bool OnOneFileSystem(const std::string& one, const std::string& other) {
  struct stat a;
  struct stat b;
  return stat(one.c_str(), &a) == 0 && stat(other.c_str(), &b) == 0 && a.st_dev == b.st_dev;
}

// OK as well where the file system does not say how much is free.
absl::Status CheckFree(const std::string& folder, int64_t bytes) {
  struct statvfs space;
  if (statvfs(folder.c_str(), &space) != 0 || space.f_blocks == 0) return absl::OkStatus();
  const auto free = static_cast<int64_t>(space.f_bavail * space.f_frsize);
  if (free >= bytes) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("there is too little free space to remove deleted bytes: ", bytes >> 10,
                   " KiB are needed, ", free >> 10, " KiB are free"));
}

absl::Status CheckSpace(const Cost& cost, const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (cost.in_memory) return CheckFree(folder, cost.bytes + kSpareBytes);
  const std::string temporary = TemporaryFolder();
  if (OnOneFileSystem(folder, temporary)) return CheckFree(folder, 2 * cost.bytes + kSpareBytes);
  LINKSTAT_RETURN_IF_ERROR(CheckFree(temporary, cost.bytes + kSpareBytes));
  return CheckFree(folder, cost.bytes + kSpareBytes);
}

}  // namespace

absl::Status EmptyLog(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t busy,
                            connection.QueryInt("PRAGMA wal_checkpoint(TRUNCATE)"));
  if (busy == 0) return absl::OkStatus();
  return absl::UnavailableError("a reader keeps the write-ahead log from being emptied");
}

absl::Status RewriteFile(Connection& connection, const std::string& path) {
  // First: each try adds the whole file to a log that does not get shorter.
  LINKSTAT_RETURN_IF_ERROR(EmptyLog(connection));
  LINKSTAT_ASSIGN_OR_RETURN(const Cost cost, CostOf(connection));
  LINKSTAT_RETURN_IF_ERROR(CheckSpace(cost, path));
  LINKSTAT_RETURN_IF_ERROR(connection.Execute(cost.in_memory ? "PRAGMA temp_store = MEMORY"
                                                             : "PRAGMA temp_store = FILE"));
  const absl::Status rewritten = connection.Execute("VACUUM");
  const absl::Status emptied = EmptyLog(connection);
  return rewritten.ok() ? emptied : rewritten;
}

}  // namespace linkstat::store
