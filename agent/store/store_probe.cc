#include "agent/store/store_probe.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "agent/base/file_descriptor.h"
#include "agent/base/status_macros.h"
#include "agent/store/integrity.h"
#include "agent/store/sqlite_db.h"
#include "agent/store/sqlite_schema.h"
#include "agent/store/store_file.h"
#include "agent/store/store_lock.h"
#include "agent/store/store_path.h"

namespace linkstat::store {
namespace {

// The header of a database, as SQLite's file format describes it; numbers are
// big-endian.
constexpr absl::string_view kMagic("SQLite format 3\0", 16);
constexpr size_t kHeaderSize = 100;
constexpr size_t kWriteVersionAt = 18;
constexpr size_t kReadVersionAt = 19;
constexpr size_t kFractionsAt = 21;
constexpr absl::string_view kFractions("\x40\x20\x20", 3);
constexpr size_t kUserVersionAt = 60;
constexpr size_t kApplicationIdAt = 68;
constexpr uint8_t kWriteAheadLog = 2;

// What shows that a file was written to.
struct FileVersion {
  off_t size = 0;
  timespec modified{};

  bool operator==(const FileVersion& other) const {
    return size == other.size && modified.tv_sec == other.modified.tv_sec &&
           modified.tv_nsec == other.modified.tv_nsec;
  }
};

// That of an empty file when there is none.
FileVersion VersionOf(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 || info.st_size == 0) return {};
  return {info.st_size, info.st_mtim};
}

int64_t NumberAt(absl::string_view header, size_t at) {
  int64_t number = 0;
  for (size_t i = 0; i < sizeof(uint32_t); ++i) {
    number = number << 8 | static_cast<uint8_t>(header[at + i]);
  }
  return number;
}

absl::StatusOr<std::string> ReadHeader(const std::string& path) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  std::string header(kHeaderSize, '\0');
  if (!file.valid()) return FileError(errno, "the store's file");
  const ssize_t size = pread(file.get(), header.data(), header.size(), 0);
  if (size < 0) return FileError(errno, "the store's file");
  header.resize(static_cast<size_t>(size));
  return header;
}

bool IsDatabase(absl::string_view header) {
  return header.size() == kHeaderSize && header.substr(0, kMagic.size()) == kMagic &&
         static_cast<uint8_t>(header[kWriteVersionAt]) <= kWriteAheadLog &&
         static_cast<uint8_t>(header[kReadVersionAt]) <= kWriteAheadLog &&
         header.substr(kFractionsAt, kFractions.size()) == kFractions;
}

// The part of the check that the newest write, in the log, cannot make wrong: an
// empty store gets its layout by one, and a layout is only followed by newer ones.
absl::Status ProbeHeader(const std::string& path) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string header, ReadHeader(path));
  if (!IsDatabase(header)) {
    return absl::FailedPreconditionError("the file is not a SQLite database");
  }
  const int64_t application = NumberAt(header, kApplicationIdAt);
  const int64_t layout = NumberAt(header, kUserVersionAt);
  if (application == 0 && layout == 0) return absl::OkStatus();
  return CheckLayout(application, layout);
}

absl::Status ProbeContent(const std::string& path) {
  LINKSTAT_ASSIGN_OR_RETURN(Connection connection,
                            Connection::Open(path, Connection::Mode::kImmutable));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t layout, ReadLayout(connection));
  return layout == 0 ? absl::OkStatus() : CheckContent(connection, layout);
}

// What an agent keeps next to the file; absent is fine.
absl::Status ProbeCompanion(const std::string& path, absl::string_view what) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    return errno == ENOENT ? absl::OkStatus() : FileError(errno, what);
  }
  if (!S_ISREG(info.st_mode)) return FileError(S_ISDIR(info.st_mode) ? EISDIR : EINVAL, what);
  return access(path.c_str(), R_OK | W_OK) == 0 ? absl::OkStatus() : FileError(errno, what);
}

absl::Status ProbeFile(const std::string& path) {
  LINKSTAT_RETURN_IF_ERROR(CheckStoreFile(path));
  const std::string log = path + "-wal";
  const FileVersion before = VersionOf(path);
  if (VersionOf(log).size > 0) return ProbeHeader(path);
  const absl::Status content = ProbeContent(path);
  // An agent that wrote meanwhile can have made it look damaged.
  const bool stood_still = VersionOf(path) == before && VersionOf(log).size == 0;
  return stood_still ? content : ProbeHeader(path);
}

}  // namespace

absl::Status ProbeStore(const StoreSpec& spec) {
  if (spec.kind == StoreSpec::Kind::kMemory) return absl::OkStatus();
  LINKSTAT_ASSIGN_OR_RETURN(const std::string path, ResolveStorePath(spec.path));
  LINKSTAT_RETURN_IF_ERROR(CheckFolderOf(path));
  LINKSTAT_RETURN_IF_ERROR(CheckNoLogWithoutFile(path));
  LINKSTAT_RETURN_IF_ERROR(ProbeCompanion(path + ".lock", "the store's lock file"));
  LINKSTAT_RETURN_IF_ERROR(ProbeCompanion(path + "-wal", "the store's write-ahead log"));
  LINKSTAT_RETURN_IF_ERROR(ProbeCompanion(path + "-shm", "the store's shared memory"));
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 && errno == ENOENT) return absl::OkStatus();
  LINKSTAT_RETURN_IF_ERROR(ProbeFile(path));
  return StoreLock::Probe(path);
}

}  // namespace linkstat::store
