#ifndef LINKSTAT_AGENT_STORE_FILE_WATCH_H_
#define LINKSTAT_AGENT_STORE_FILE_WATCH_H_

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "agent/store/sqlite_meta.h"

namespace linkstat::store {

// What happened to a store's files from outside while they were open.
enum class FileFault {
  kNone,
  // The path names no file, or another one.
  kPath,
  // The write-ahead log or the shared memory next to it was removed, replaced or
  // cut short. Writes in the log may be on no path any more.
  kLog,
  // The database was overwritten in place. Nothing that SQLite reads from it can
  // be trusted, so this lasts until the store is opened again.
  kContent,
};

// What a look at the files found.
struct FileLook {
  FileFault fault = FileFault::kNone;
  // The size of the write-ahead log; 0 without one.
  int64_t log_bytes = 0;

  // OK, or UNAVAILABLE with what happened.
  absl::Status status() const;
};

// Finds out whether the files that SQLite has open are still those that their
// paths name, and hold what SQLite wrote to them: only then does a write survive
// a restart. A look costs a few system calls and opens nothing. Nothing is
// remembered of files that were moved away and back.
class FileWatch {
 public:
  // Begins when SQLite has opened every file of the store. `name` is the configured
  // path, whose symbolic links a later start follows again, and `path` is what
  // ResolveStorePath returned for it; `database` is the lock's descriptor and must
  // stay valid. `page_bytes` is the size of a page of the database.
  FileWatch(std::string name, std::string path, int database, int64_t page_bytes);

  // As far as the names go. May be called at any time, by any thread.
  FileLook LookAtNames() const;

  // At everything. `meta` is the store's own row as of the last write. Not while
  // this process writes to a file of the store.
  FileLook Look(const Meta& meta);

  // As Look, after a write or a checkpoint of this process, which may have made
  // the log shorter.
  FileLook LookAfterWrite(const Meta& meta);

  // Whether a look found that the database was overwritten. As LookAtNames.
  bool overwritten() const { return overwritten_; }

  const std::string& path() const { return path_; }

 private:
  // Which file it is; all zero: none.
  struct FileId {
    dev_t device = 0;
    ino_t inode = 0;

    bool operator==(const FileId& other) const {
      return device == other.device && inode == other.inode;
    }
  };

  static FileId IdOf(const std::string& path, int64_t* bytes = nullptr);
  FileLook Judge(const Meta& meta, bool after_write);
  bool Fits(const std::optional<Meta>& row, bool cut, const Meta& meta);

  const std::string name_;
  const std::string path_;
  const std::string log_path_;
  const std::string memory_path_;
  const int database_;
  const int64_t page_bytes_;
  FileId database_id_;
  FileId log_id_;
  FileId memory_id_;
  // As it lay in the file at the start, until a checkpoint replaced it.
  std::optional<Meta> first_row_;
  bool row_seen_ = false;
  // Of the newest row seen in the file, which never goes back.
  Revision in_file_ = 0;
  int64_t log_bytes_ = 0;
  std::atomic<bool> overwritten_ = false;
};

// OK when the write-ahead log at the file's path belongs to the file, as far as
// the store's own row shows: `meta` is the row that SQLite reads through the log.
// FAILED_PRECONDITION when a file was put there under the log of another one.
absl::Status CheckLogBelongs(int database, int64_t page_bytes, const Meta& meta);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_FILE_WATCH_H_
