#ifndef LINKSTAT_TESTS_SUPPORT_FAULT_VFS_H_
#define LINKSTAT_TESTS_SUPPORT_FAULT_VFS_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>

struct sqlite3_vfs;

namespace linkstat::test {

// A file layer for SQLite that fails on demand, and that knows what would be
// left after a loss of power: for every file, its bytes at the last sync. It does
// not sync for real, so tests need not wait for the disk.
// Thread-safe. Connections that use it must be closed before it goes.
class FaultVfs {
 public:
  enum class Operation { kWrite, kSync, kTruncate };

  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  // For SqliteOptions::vfs.
  const std::string& name() const { return name_; }

  // The `nth` call of `operation` from now (1 is the next) returns the SQLite
  // result `code`, and the `times - 1` after it. A write that fails has written
  // half of its bytes; a sync or truncation that fails has done nothing.
  void Fail(Operation operation, int nth, int code, int times);

  // Nothing fails any more.
  void Heal();

  // Calls that failed since Fail.
  int failed() const;

  // The bytes of every file as of its last sync, by path. A file that was never
  // synced is not there.
  std::map<std::string, std::string> SyncedFiles() const;

  // These are for the functions that SQLite calls.
  int Result(Operation operation);
  void Synced(const std::string& path, std::string bytes);
  void Deleted(const std::string& path);

 private:
  const std::string name_;
  std::unique_ptr<sqlite3_vfs> vfs_;
  mutable std::mutex mutex_;
  Operation operation_ = Operation::kWrite;
  int code_ = 0;
  int calls_until_ = 0;
  int times_left_ = 0;
  int failed_ = 0;
  std::map<std::string, std::string> synced_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_FAULT_VFS_H_
