#include "agent/store/sqlite_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/store/integrity.h"
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

constexpr std::chrono::milliseconds kNoPause{0};

// Four times what the log keeps. It gets there only when it cannot begin anew.
constexpr int64_t kLargeLogBytes = int64_t{64} << 20;

std::chrono::milliseconds PauseOf(const SqliteOptions& options) {
  return std::chrono::milliseconds(absl::ToInt64Milliseconds(options.purge_interval));
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
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(lock), std::move(writer),
                                                     std::move(readers), std::move(watch),
                                                     std::move(unchecked), std::move(options)));
  // What an earlier agent left in the log can be a lot. That it must stay there is
  // no reason not to serve.
  store->Report(emptied);
  LINKSTAT_RETURN_IF_ERROR(store->LookAtFiles());
  return store;
}

SqliteStore::SqliteStore(StoreLock lock, std::unique_ptr<SqliteWriter> writer,
                         std::unique_ptr<ReaderPool> readers, std::unique_ptr<FileWatch> watch,
                         std::optional<Connection> unchecked, SqliteOptions options)
    : lock_(std::move(lock)),
      options_(std::move(options)),
      writer_(std::move(writer)),
      readers_(std::move(readers)),
      watch_(std::move(watch)),
      unchecked_(std::move(unchecked)),
      queue_({.commit = [this](auto group) { return Commit(group); },
              .rest = [this] { PurgeInBackground(); },
              .pause = PauseOf(options_),
              // What was deleted before a crash waits no longer.
              .first_pause = writer_->purge_due() ? kNoPause : PauseOf(options_),
              .start = [this] { CheckInBackground(); }}) {
  if (!options_.check_in_background) checked_.Notify();
}

SqliteStore::~SqliteStore() {
  closing_ = true;
  checked_.WaitForNotification();
  PurgeInBackground();
  PrepareToClose();
}

void SqliteStore::CheckInBackground() {
  if (!options_.check_in_background) return;
  unchecked_->InterruptWhen(&closing_);
  damage_ = CheckStructure(*unchecked_);
  unchecked_.reset();
  if (damage_.ok()) {
    const std::lock_guard<std::mutex> lock(writer_mutex_);
    const absl::Status emptied = writer_->EmptyLog();
    // While a read is in progress the log must stay: Check tries again.
    log_left_ = absl::IsUnavailable(emptied);
    if (!log_left_) Report(emptied);
    Act(watch_->LookAfterWrite(writer_->meta())).IgnoreError();
  }
  checked_.Notify();
}

absl::Status SqliteStore::Damage() const {
  return checked_.HasBeenNotified() ? damage_ : absl::OkStatus();
}

absl::StatusOr<std::vector<WriteResult>> SqliteStore::Write(absl::Span<const Mutation> mutations) {
  LINKSTAT_RETURN_IF_ERROR(CheckMutations(mutations));
  WriteQueue::Request request;
  request.mutations = mutations;
  if (!mutations.empty()) LINKSTAT_RETURN_IF_ERROR(queue_.Submit(request));
  return std::move(request.results);
}

absl::Status SqliteStore::Commit(absl::Span<WriteQueue::Request* const> group) {
  LINKSTAT_RETURN_IF_ERROR(damage_);
  absl::Status status;
  {
    const std::lock_guard<std::mutex> lock(writer_mutex_);
    status = Guarded([&] { return writer_->Commit(group); });
    last_write_failed_ = !status.ok();
  }
  if (status.ok()) notifier_.Notify();
  return status;
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
  const std::unique_lock<std::mutex> lock(writer_mutex_, std::try_to_lock);
  if (!lock.owns_lock()) {
    return absl::UnavailableError("the last write failed, and another one has not ended");
  }
  LINKSTAT_RETURN_IF_ERROR(Guarded([this] { return writer_->Probe(); }));
  last_write_failed_ = false;
  return absl::OkStatus();
}

absl::Status SqliteStore::LookAtFiles() {
  const std::unique_lock<std::mutex> lock(writer_mutex_, std::try_to_lock);
  // The thread that writes meanwhile looks at the rest.
  if (!lock.owns_lock()) {
    const FileLook names = watch_->LookAtNames();
    if (names.fault != FileFault::kNone && options_.files_seen) options_.files_seen(names);
    return names.status();
  }
  const FileLook look = watch_->Look(writer_->meta());
  LINKSTAT_RETURN_IF_ERROR(Act(look));
  KeepLogSmall(look.log_bytes);
  return absl::OkStatus();
}

void SqliteStore::KeepLogSmall(int64_t bytes) {
  const bool large = bytes > kLargeLogBytes;
  if (!large) large_log_reported_ = false;
  // Nothing is moved into a file that is not checked yet.
  if (!IsSound() || (!large && !log_left_)) return;
  const absl::Status status = writer_->EmptyLog();
  Act(watch_->LookAfterWrite(writer_->meta())).IgnoreError();
  log_left_ = log_left_ && absl::IsUnavailable(status);
  if (status.ok() || !large || std::exchange(large_log_reported_, true)) return;
  Report(absl::Status(status.code(), absl::StrCat("the write-ahead log has grown to ", bytes >> 20,
                                                  " MiB: ", status.message())));
}

absl::Status SqliteStore::Guarded(absl::FunctionRef<absl::Status()> write) {
  LINKSTAT_RETURN_IF_ERROR(Act(watch_->Look(writer_->meta())));
  const absl::Status status = write();
  const absl::Status files = Act(watch_->LookAfterWrite(writer_->meta()));
  return status.ok() ? files : status;
}

absl::Status SqliteStore::Act(const FileLook& look) {
  if (options_.files_seen) options_.files_seen(look);
  // A failure leaves the rest in the log, for the next look.
  if (look.fault == FileFault::kLog) writer_->SaveLog().IgnoreError();
  return look.status();
}

void SqliteStore::PrepareToClose() {
  const std::lock_guard<std::mutex> lock(writer_mutex_);
  if (!IsSound()) {
    writer_->KeepLogOnClose().IgnoreError();
    return;
  }
  const FileLook look = watch_->Look(writer_->meta());
  // SQLite moves the log into the database and removes it, and the shared memory,
  // by name.
  if (look.fault == FileFault::kNone) return;
  writer_->KeepLogOnClose().IgnoreError();
  if (look.fault == FileFault::kContent) return;
  // An empty log is one of any file: whatever lies at the path now is not read
  // together with what belongs to the file that is open.
  writer_->EmptyLog().IgnoreError();
}

absl::Status SqliteStore::Purge() {
  checked_.WaitForNotification();
  LINKSTAT_RETURN_IF_ERROR(damage_);
  const std::lock_guard<std::mutex> lock(writer_mutex_);
  if (!writer_->purge_due()) return absl::OkStatus();
  return Guarded([this] { return writer_->Purge(watch_->path()); });
}

void SqliteStore::PurgeInBackground() {
  if (IsSound()) Report(Purge());
}

void SqliteStore::Report(const absl::Status& status) const {
  if (!status.ok() && options_.background_fault) options_.background_fault(status);
}

}  // namespace linkstat::store
