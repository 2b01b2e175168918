#include "agent/store/sqlite_store.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "agent/store/integrity.h"
#include "agent/store/key_digest.h"
#include "agent/store/limits.h"
#include "agent/store/sqlite_open.h"
#include "agent/store/store_path.h"

namespace linkstat::store {
namespace {

absl::Status CheckOptions(const SqliteOptions& options) {
  if (options.readers < 1 || options.readers > 64) {
    return absl::InvalidArgumentError("the number of readers breaks its bounds");
  }
  if (options.purge_interval < absl::Milliseconds(10) || options.purge_interval > absl::Hours(24)) {
    return absl::InvalidArgumentError("the purge interval breaks its bounds");
  }
  if (options.lock_wait < absl::ZeroDuration() || options.lock_wait > absl::Minutes(1)) {
    return absl::InvalidArgumentError("the wait for a lock breaks its bounds");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> SqliteStore::Open(const std::string& path,
                                                         SqliteOptions options) {
  LINKSTAT_ASSIGN_OR_RETURN(std::unique_ptr<SqliteStore> store,
                            OpenSqlite(path, std::move(options)));
  return store;
}

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::OpenSqlite(const std::string& name,
                                                                     SqliteOptions options) {
  LINKSTAT_RETURN_IF_ERROR(CheckOptions(options));
  LINKSTAT_ASSIGN_OR_RETURN(const std::string path, ResolveStorePath(name));
  LINKSTAT_ASSIGN_OR_RETURN(StoreLock lock, StoreLock::Take(path));
  LINKSTAT_ASSIGN_OR_RETURN(
      Connection connection,
      OpenNewestLayout(path, lock.database(), options.vfs,
                       options.check_in_background ? ContentCheck::kLater : ContentCheck::kNow));
  connection.SetLockWait(options.lock_wait);
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t page_bytes, connection.QueryInt("PRAGMA page_size"));
  LINKSTAT_ASSIGN_OR_RETURN(std::unique_ptr<SqliteWriter> writer,
                            SqliteWriter::Create(std::move(connection)));
  LINKSTAT_ASSIGN_OR_RETURN(std::unique_ptr<ReaderPool> readers,
                            ReaderPool::Open(path, options.readers, options.vfs));
  std::optional<Connection> unchecked;
  absl::Status emptied;
  if (options.check_in_background) {
    LINKSTAT_ASSIGN_OR_RETURN(unchecked,
                              Connection::Open(path, Connection::Mode::kReadOnly, options.vfs));
  } else {
    emptied = writer->EmptyLog();
  }
  auto watch = std::make_unique<FileWatch>(name, path, lock.database(), page_bytes);
  std::unique_ptr<SqliteStore> store(
      new SqliteStore({std::move(lock), std::move(writer), std::move(readers), std::move(watch),
                       std::move(unchecked)},
                      std::move(options)));
  {
    // What an earlier agent left in the log can be a lot. That it must stay there is
    // no reason not to serve.
    const MutexLock writer_lock(&store->mutex_);
    store->writer_.Report(emptied);
  }
  LINKSTAT_RETURN_IF_ERROR(store->LookAtFiles());
  return store;
}

SqliteStore::SqliteStore(Parts parts, SqliteOptions options)
    : lock_(std::move(parts.lock)),
      options_(std::move(options)),
      identity_(parts.writer->meta().store_id),
      secret_(parts.writer->meta().secret),
      watch_(std::move(parts.watch)),
      // What was deleted before a crash waits no longer.
      first_purge_(parts.writer->purge_due() ? absl::ZeroDuration() : options_.purge_interval),
      writer_(std::move(parts.writer), watch_.get(), !options_.check_in_background,
              {options_.background_fault, options_.files_seen}),
      readers_(std::move(parts.readers)),
      unchecked_(std::move(parts.unchecked)) {
  if (!options_.check_in_background) checked_.Notify();
  upkeep_.emplace(
      PeriodicThread::Options{
          .name = "store-upkeep",
          .first = options_.check_in_background ? absl::ZeroDuration() : first_purge_},
      [this](bool /*woken*/) { return KeepUp(); });
}

SqliteStore::~SqliteStore() {
  closing_ = true;
  upkeep_.reset();
  const MutexLock lock(&mutex_);
  writer_.Report(writer_.Purge());
  writer_.PrepareToClose();
}

absl::Duration SqliteStore::KeepUp() {
  if (!checked_.HasBeenNotified()) {
    CheckInBackground();
    return first_purge_;
  }
  const MutexLock lock(&mutex_);
  writer_.Report(writer_.Purge());
  return options_.purge_interval;
}

void SqliteStore::CheckInBackground() {
  unchecked_->InterruptWhen(&closing_);
  damage_ = CheckStructure(*unchecked_);
  unchecked_.reset();
  if (damage_.ok()) {
    const MutexLock lock(&mutex_);
    writer_.MarkSound();
  }
  checked_.Notify();
}

absl::Status SqliteStore::Damage() const {
  return checked_.HasBeenNotified() ? damage_ : absl::OkStatus();
}

absl::Status SqliteStore::AwaitCheck() const {
  checked_.WaitForNotification();
  return damage_;
}

std::string SqliteStore::DeriveKey(absl::string_view purpose) const {
  return store::DeriveKey(secret_, purpose);
}

absl::StatusOr<std::vector<WriteResult>> SqliteStore::Write(absl::Span<const Mutation> mutations) {
  LINKSTAT_RETURN_IF_ERROR(CheckMutations(mutations));
  if (mutations.empty()) return std::vector<WriteResult>();
  LINKSTAT_RETURN_IF_ERROR(AwaitCheck());
  absl::StatusOr<std::vector<WriteResult>> results;
  {
    const MutexLock lock(&mutex_);
    results = writer_.Commit(mutations);
    last_write_failed_ = !results.ok();
  }
  if (results.ok()) notifier_.Notify();
  return results;
}

absl::Status SqliteStore::Purge() {
  LINKSTAT_RETURN_IF_ERROR(AwaitCheck());
  const MutexLock lock(&mutex_);
  return writer_.Purge();
}

template <typename Read>
auto SqliteStore::WithReader(const Read& read) -> decltype(read(std::declval<SqliteReader&>())) {
  LINKSTAT_RETURN_IF_ERROR(Damage());
  if (watch_->overwritten()) return FileLook{FileFault::kContent, 0}.status();
  return readers_->With(read);
}

absl::StatusOr<std::optional<Record>> SqliteStore::Get(absl::string_view id) {
  return WithReader([&](SqliteReader& reader) { return reader.Get(id); });
}

absl::StatusOr<std::optional<Record>> SqliteStore::FindByKey(absl::string_view key) {
  return WithReader([&](SqliteReader& reader) { return reader.FindByKey(key); });
}

absl::StatusOr<std::vector<Record>> SqliteStore::Scan(absl::string_view after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(CheckPageLimit(limit));
  return WithReader([&](SqliteReader& reader) { return reader.Scan(after, limit); });
}

absl::StatusOr<Revision> SqliteStore::LastRevision() {
  return WithReader([](SqliteReader& reader) { return reader.LastRevision(); });
}

absl::StatusOr<ChangePage> SqliteStore::ChangesAfter(Revision after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(CheckPageLimit(limit));
  return WithReader([&](SqliteReader& reader) { return reader.ChangesAfter(after, limit); });
}

void SqliteStore::OnWrite(std::function<void()> written) { notifier_.Set(std::move(written)); }

absl::Status SqliteStore::Check() {
  LINKSTAT_RETURN_IF_ERROR(Damage());
  LINKSTAT_RETURN_IF_ERROR(LookAtFiles());
  LINKSTAT_RETURN_IF_ERROR(LastRevision().status());
  if (!last_write_failed_) return absl::OkStatus();
  if (!mutex_.TryLock()) {
    return absl::UnavailableError("the last write failed, and another one has not ended");
  }
  const absl::Status status = writer_.Probe();
  if (status.ok()) last_write_failed_ = false;
  mutex_.Unlock();
  return status;
}

absl::Status SqliteStore::LookAtFiles() {
  // The thread that writes meanwhile looks at the rest.
  if (!mutex_.TryLock()) {
    const FileLook names = watch_->LookAtNames();
    if (names.fault != FileFault::kNone && options_.files_seen) options_.files_seen(names);
    return names.status();
  }
  const absl::Status status = writer_.Look();
  mutex_.Unlock();
  return status;
}

}  // namespace linkstat::store
