#include "agent/store/sqlite_store.h"

#include <algorithm>
#include <utility>

#include "agent/base/status_macros.h"
#include "agent/store/integrity.h"
#include "agent/store/limits.h"
#include "agent/store/sqlite_schema.h"
#include "agent/store/store_path.h"

namespace linkstat::store {
namespace {

// How the writer's connection keeps the store's promises.
absl::Status Configure(Connection& connection) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string mode,
                            connection.QueryText("PRAGMA journal_mode = WAL"));
  if (mode != "wal") return absl::InternalError("the file system allows no write-ahead log");
  LINKSTAT_RETURN_IF_ERROR(connection.Execute("PRAGMA synchronous = FULL"));
  return connection.Execute("PRAGMA secure_delete = ON");
}

// A connection to a sound file of the newest layout. A file that is refused is
// left as it is, its write-ahead log too.
absl::StatusOr<Connection> OpenNewestLayout(const std::string& path, const std::string& vfs) {
  LINKSTAT_ASSIGN_OR_RETURN(Connection connection,
                            Connection::Open(path, Connection::Mode::kReadWrite, vfs));
  LINKSTAT_RETURN_IF_ERROR(connection.SetCheckpointOnClose(false));
  LINKSTAT_ASSIGN_OR_RETURN(const int64_t layout, ReadLayout(connection));
  if (layout > 0) LINKSTAT_RETURN_IF_ERROR(CheckContent(connection, layout));
  LINKSTAT_RETURN_IF_ERROR(Configure(connection));
  LINKSTAT_RETURN_IF_ERROR(Migrate(connection, layout));
  LINKSTAT_RETURN_IF_ERROR(connection.SetCheckpointOnClose(true));
  return connection;
}

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
  LINKSTAT_ASSIGN_OR_RETURN(Connection connection, OpenNewestLayout(path, options.vfs));
  connection.SetLockWait(options.lock_wait);
  LINKSTAT_ASSIGN_OR_RETURN(std::unique_ptr<SqliteWriter> writer,
                            SqliteWriter::Create(std::move(connection)));
  LINKSTAT_ASSIGN_OR_RETURN(std::unique_ptr<ReaderPool> readers,
                            ReaderPool::Open(path, options.readers, options.vfs));
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::move(lock), std::move(writer), std::move(readers), std::move(options)));
}

SqliteStore::SqliteStore(StoreLock lock, std::unique_ptr<SqliteWriter> writer,
                         std::unique_ptr<ReaderPool> readers, SqliteOptions options)
    : lock_(std::move(lock)),
      options_(std::move(options)),
      writer_(std::move(writer)),
      readers_(std::move(readers)),
      queue_({.commit = [this](auto group) { return Commit(group); },
              .rest = [this] { PurgeInBackground(); },
              .pause = PauseOf(options_),
              // What was deleted before a crash waits no longer.
              .first_pause = writer_->purge_due() ? kNoPause : PauseOf(options_)}) {}

SqliteStore::~SqliteStore() { PurgeInBackground(); }

absl::StatusOr<std::vector<WriteResult>> SqliteStore::Write(absl::Span<const Mutation> mutations) {
  LINKSTAT_RETURN_IF_ERROR(CheckMutations(mutations));
  WriteQueue::Request request;
  request.mutations = mutations;
  if (!mutations.empty()) LINKSTAT_RETURN_IF_ERROR(queue_.Submit(request));
  return std::move(request.results);
}

absl::Status SqliteStore::Commit(absl::Span<WriteQueue::Request* const> group) {
  absl::Status status;
  {
    const std::lock_guard<std::mutex> lock(writer_mutex_);
    status = writer_->Commit(group);
    last_write_failed_ = !status.ok();
  }
  if (status.ok()) notifier_.Notify();
  return status;
}

absl::StatusOr<absl::optional<Record>> SqliteStore::Get(absl::string_view id) {
  return readers_->With([&](SqliteReader& reader) { return reader.Get(id); });
}

absl::StatusOr<absl::optional<Record>> SqliteStore::FindByKey(absl::string_view key) {
  return readers_->With([&](SqliteReader& reader) { return reader.FindByKey(key); });
}

absl::StatusOr<std::vector<Record>> SqliteStore::Scan(absl::string_view after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(CheckPageLimit(limit));
  return readers_->With([&](SqliteReader& reader) { return reader.Scan(after, limit); });
}

absl::StatusOr<Revision> SqliteStore::LastRevision() {
  return readers_->With([](SqliteReader& reader) { return reader.LastRevision(); });
}

absl::StatusOr<ChangePage> SqliteStore::ChangesAfter(Revision after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(CheckPageLimit(limit));
  return readers_->With([&](SqliteReader& reader) { return reader.ChangesAfter(after, limit); });
}

void SqliteStore::OnWrite(std::function<void()> written) { notifier_.Set(std::move(written)); }

absl::Status SqliteStore::Check() {
  LINKSTAT_RETURN_IF_ERROR(LastRevision().status());
  if (!last_write_failed_) return absl::OkStatus();
  const std::lock_guard<std::mutex> lock(writer_mutex_);
  LINKSTAT_RETURN_IF_ERROR(writer_->Probe());
  last_write_failed_ = false;
  return absl::OkStatus();
}

absl::Status SqliteStore::Purge() {
  const std::lock_guard<std::mutex> lock(writer_mutex_);
  return writer_->purge_due() ? writer_->Purge() : absl::OkStatus();
}

void SqliteStore::PurgeInBackground() {
  const absl::Status status = Purge();
  if (!status.ok() && options_.background_fault) options_.background_fault(status);
}

}  // namespace linkstat::store
