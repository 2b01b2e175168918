#ifndef LINKSTAT_AGENT_STORE_SQLITE_STORE_H_
#define LINKSTAT_AGENT_STORE_SQLITE_STORE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "agent/base/mutex.h"
#include "agent/base/periodic_thread.h"
#include "agent/store/file_watch.h"
#include "agent/store/guarded_writer.h"
#include "agent/store/notifier.h"
#include "agent/store/reader_pool.h"
#include "agent/store/sqlite_writer.h"
#include "agent/store/store.h"
#include "agent/store/store_lock.h"

namespace linkstat::store {

// How an SqliteStore works; the defaults are for the agent.
struct SqliteOptions {
  // Reads that can run at the same time: 1 to 64.
  int readers = 4;
  // Open does not wait until the file is checked, unless it has an older layout or is
  // a restored backup.
  bool check_in_background = false;
  // After a deletion, the time within which its bytes are purged from the files:
  // 10 ms to 24 h.
  absl::Duration purge_interval = absl::Minutes(10);
  // How long a write or a purge waits for another process that looks at the file:
  // 0 to 1 min.
  absl::Duration lock_wait = absl::Seconds(5);
  // Called, on any thread, with a purge that failed (it is tried again after the
  // interval), and once when the write-ahead log has grown over 64 MiB because a
  // reader in another process keeps it from restarting. May be null.
  std::function<void(const absl::Status&)> background_fault;
  // Called after each look at the files (see Check), on any thread, one call at a
  // time; must be quick and must not call the store. May be null.
  std::function<void(const FileLook&)> files_seen;
  // SQLite's file layer by name; "" is the usual one. A seam for tests.
  std::string vfs;
};

// Keeps records in an SQLite file, for one agent at a time.
//
// A write is durable when it is acknowledged: it is in the write-ahead log
// PATH-wal and the log was synced to the disk. The mutations of a write are one
// transaction with one sync, on the caller's thread; writes wait for each other. A
// write that fails is undone whole; after a crash it can turn out to have been done.
//
// Deletion: when it is acknowledged, the record's row is gone for good. Its
// bytes can lie in unused parts of the files until the next purge, which
// rewrites the file and empties the log: at the latest `purge_interval` after
// the deletion, when the store is closed, or after a crash, as soon as it is
// opened again. What is due outlives a crash. A purge needs free space of
// twice the file's size: in the log, and for a file over 32 MiB in SQLite's
// folder for temporary files (SQLITE_TMPDIR, TMPDIR, /var/tmp, /tmp). Without it
// no purge is tried, so that the log does not fill the disk. Nothing is
// done about copies: backups, and blocks that the file system gave back.
//
// Every record carries a checksum; one that does not fit is DATA_LOSS.
//
// The file is checked before anything is written to it. When that is done in the
// background, reads are answered and writes wait meanwhile. A file that turns out to
// be damaged is left as it is: every call, Check among them, is DATA_LOSS from then on.
//
// Files that change from outside: before a write is tried, and again before it
// is acknowledged, the store looks whether its paths still name the files that it
// has open (see GuardedWriter). If not, writes are UNAVAILABLE until they do. When only
// the log is gone, what it held is moved into the database at once. When the
// database was overwritten, reads are UNAVAILABLE as well, until the file is
// opened again.
class SqliteStore final : public Store {
 public:
  // Opens the store's file, makes it if there is none, and upgrades an older
  // layout to the newest. The whole file is checked first, unless that is done in
  // the background, so this takes time in proportion to its size. A symbolic link is resolved
  // first: the files are those next to its target. FAILED_PRECONDITION when another agent has it
  // (named where that is known), it has a second name (a hard link), a newer
  // Linkstat wrote it, it belongs to another program or is no SQLite database; DATA_LOSS when it is
  // damaged; NOT_FOUND or PERMISSION_DENIED by the file system. A file that is refused is not
  // changed.
  static absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path,
                                                     SqliteOptions options = {});

  // As Open, with Purge.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> OpenSqlite(const std::string& path,
                                                                 SqliteOptions options = {});

  // Purges if that is due. No call may be running any more.
  ~SqliteStore() override;

  absl::string_view identity() const override { return identity_; }
  std::string DeriveKey(absl::string_view purpose) const override;
  absl::StatusOr<std::vector<WriteResult>> Write(absl::Span<const Mutation> mutations) override;
  absl::StatusOr<std::optional<Record>> Get(absl::string_view id) override;
  absl::StatusOr<std::optional<Record>> FindByKey(absl::string_view key) override;
  absl::StatusOr<std::vector<Record>> Scan(absl::string_view after, int limit) override;
  absl::StatusOr<Revision> LastRevision() override;
  absl::StatusOr<ChangePage> ChangesAfter(Revision after, int limit) override;
  void OnWrite(std::function<void()> written) override;
  // Looks at the files and reads; and writes too when the last write failed. Never
  // waits for a write or a purge that runs.
  absl::Status Check() override;

  // Removes the bytes of deleted records from the files now, if any may be left;
  // writers wait meanwhile. UNAVAILABLE when another process reads the file.
  absl::Status Purge();

 private:
  struct Parts {
    StoreLock lock;
    std::unique_ptr<SqliteWriter> writer;
    std::unique_ptr<ReaderPool> readers;
    std::unique_ptr<FileWatch> watch;
    // For the check in the background; absent when it has been done.
    std::optional<Connection> unchecked;
  };

  SqliteStore(Parts parts, SqliteOptions options);

  // The work of the store's own thread: the check, then purges. Returns the time until
  // the next one.
  absl::Duration KeepUp() ABSL_LOCKS_EXCLUDED(mutex_);
  void CheckInBackground() ABSL_LOCKS_EXCLUDED(mutex_);
  // What the check found; OK while it runs.
  absl::Status Damage() const;
  // Likewise, once it has ended.
  absl::Status AwaitCheck() const;
  absl::Status LookAtFiles() ABSL_LOCKS_EXCLUDED(mutex_);

  // With a reader, unless nothing that it reads could be trusted.
  template <typename Read>
  auto WithReader(const Read& read) -> decltype(read(std::declval<SqliteReader&>()));

  // In this order, so that the lock goes last and the thread first.
  const StoreLock lock_;
  const SqliteOptions options_;
  const std::string identity_;
  const std::string secret_;
  const std::unique_ptr<FileWatch> watch_;
  // The time until the first purge.
  const absl::Duration first_purge_;
  Mutex mutex_;
  GuardedWriter writer_ ABSL_GUARDED_BY(mutex_);
  std::atomic<bool> last_write_failed_ = false;
  const std::unique_ptr<ReaderPool> readers_;
  Notifier notifier_;
  std::atomic<bool> closing_ = false;
  std::optional<Connection> unchecked_;
  absl::Notification checked_;
  // Set before checked_ is notified; not OK as well when the store was closed before.
  absl::Status damage_;
  std::optional<PeriodicThread> upkeep_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_STORE_H_
