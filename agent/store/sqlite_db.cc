#include "agent/store/sqlite_db.h"

#include <sqlite3.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "agent/base/status_macros.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {
namespace {

constexpr absl::Duration kLockWait = absl::Seconds(5);

int OpenFlags(Connection::Mode mode) {
  switch (mode) {
    case Connection::Mode::kReadOnly:
      return SQLITE_OPEN_READONLY;
    case Connection::Mode::kImmutable:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    case Connection::Mode::kReadWrite:
      return SQLITE_OPEN_READWRITE;
    case Connection::Mode::kCreateInMemory:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
  }
  return 0;
}

// The URI by which SQLite takes the file for one that never changes.
std::string ImmutableUri(absl::string_view path) {
  const std::string escaped = absl::StrReplaceAll(path, {{"%", "%25"}, {"?", "%3f"}, {"#", "%23"}});
  return absl::StrCat(absl::StartsWith(path, "/") ? "file://" : "file:", escaped, "?immutable=1");
}

}  // namespace

Cursor::~Cursor() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

absl::StatusOr<bool> Cursor::Next() {
  if (bind_result_ != SQLITE_OK) return SqliteError(bind_result_, "binding a value");
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  return SqliteError(sqlite3_extended_errcode(sqlite3_db_handle(statement_)),
                     "running a statement");
}

absl::Status Cursor::Finish() {
  while (true) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool row, Next());
    if (!row) return absl::OkStatus();
  }
}

bool Cursor::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

int64_t Cursor::Int(int column) const { return sqlite3_column_int64(statement_, column); }

absl::string_view Cursor::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? absl::string_view()
                          : absl::string_view(static_cast<const char*>(bytes), size);
}

void Statement::Finalize(sqlite3_stmt* statement) { sqlite3_finalize(statement); }

int Statement::Bind(int index, int64_t value) {
  return sqlite3_bind_int64(statement_.get(), index, value);
}

int Statement::Bind(int index, absl::string_view bytes) {
  // A null pointer would bind NULL instead of an empty blob.
  const char* data = bytes.empty() ? "" : bytes.data();
  return sqlite3_bind_blob64(statement_.get(), index, data, bytes.size(), SQLITE_STATIC);
}

absl::StatusOr<Connection> Connection::Open(const std::string& path, Mode mode,
                                            const std::string& vfs) {
  sqlite3* db = nullptr;
  const std::string name = mode == Mode::kImmutable ? ImmutableUri(path) : path;
  const int result = sqlite3_open_v2(name.c_str(), &db, OpenFlags(mode) | SQLITE_OPEN_NOMUTEX,
                                     vfs.empty() ? nullptr : vfs.c_str());
  Connection connection(db);
  if (result != SQLITE_OK) return SqliteError(result, "opening");
  sqlite3_extended_result_codes(db, 1);
  connection.SetLockWait(kLockWait);
  // Looks closely at each page that is read, so that damage is found early.
  LINKSTAT_RETURN_IF_ERROR(connection.Execute("PRAGMA cell_size_check = ON"));
  return connection;
}

absl::Status Connection::Execute(const std::string& sql) {
  const int result = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : SqliteError(result, "running a command");
}

absl::StatusOr<Statement> Connection::Prepare(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result != SQLITE_OK) return SqliteError(result, "preparing a statement");
  return Statement(statement);
}

absl::StatusOr<int64_t> Connection::QueryInt(absl::string_view sql) {
  LINKSTAT_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  Cursor row = statement.Run();
  LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
  if (!found) return DamagedFile("a row is missing");
  return row.Int(0);
}

absl::StatusOr<std::string> Connection::QueryText(absl::string_view sql) {
  LINKSTAT_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  Cursor row = statement.Run();
  LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
  if (!found) return DamagedFile("a row is missing");
  return std::string(row.Bytes(0));
}

void Connection::SetLockWait(absl::Duration wait) {
  lock_wait_ = wait;
  sqlite3_busy_timeout(db_.get(), static_cast<int>(absl::ToInt64Milliseconds(wait)));
}

void Connection::InterruptWhen(const std::atomic<bool>* stop) {
  constexpr int kStepsBetweenLooks = 10'000;
  sqlite3_progress_handler(
      db_.get(), kStepsBetweenLooks,
      [](void* flag) { return static_cast<const std::atomic<bool>*>(flag)->load() ? 1 : 0; },
      const_cast<std::atomic<bool>*>(stop));
}

absl::Status Connection::SetCheckpointOnClose(bool checkpoint) {
  const int result =
      sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, checkpoint ? 0 : 1, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : SqliteError(result, "configuring");
}

absl::Status Connection::InTransaction(Access access, absl::FunctionRef<absl::Status()> body) {
  LINKSTAT_RETURN_IF_ERROR(Execute(access == Access::kWrite ? "BEGIN IMMEDIATE" : "BEGIN"));
  absl::Status status = body();
  if (status.ok()) status = Execute("COMMIT");
  // Some failures have rolled back already, and then there is nothing to do. A
  // rollback has no result of interest: the next transaction shows whether the
  // connection is sound.
  if (!status.ok() && sqlite3_get_autocommit(db_.get()) == 0) Execute("ROLLBACK").IgnoreError();
  return status;
}

void Connection::Close(sqlite3* db) { sqlite3_close_v2(db); }

}  // namespace linkstat::store
