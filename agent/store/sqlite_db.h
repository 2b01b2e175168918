#ifndef LINKSTAT_AGENT_STORE_SQLITE_DB_H_
#define LINKSTAT_AGENT_STORE_SQLITE_DB_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

struct sqlite3;
struct sqlite3_stmt;

// SQLite with its resources owned, its values bound and its results as
// statuses (see sqlite_status.h). Nothing here is thread-safe: one thread uses
// a connection and its statements at a time.
namespace linkstat::store {

// One run of a statement: its values are bound, its rows are read in turn.
// Leaves the statement ready for the next run when it goes.
class Cursor {
 public:
  Cursor(sqlite3_stmt* statement, int bind_result)
      : statement_(statement), bind_result_(bind_result) {}
  ~Cursor();
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  // Goes to the next row; false when there is none.
  absl::StatusOr<bool> Next();

  // Runs to the end.
  absl::Status Finish();

  // The current row's columns, from 0. Bytes are good until the next call.
  bool IsNull(int column) const;
  int64_t Int(int column) const;
  absl::string_view Bytes(int column) const;

 private:
  sqlite3_stmt* const statement_;
  const int bind_result_;
};

// A compiled statement. Must not outlive its connection.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, &Finalize) {}

  // Starts a run with `values` for ?1, ?2, ...: integers, or string_views, which
  // are bound as blobs and must live as long as the cursor. One run at a time.
  template <typename... Values>
  Cursor Run(const Values&... values) {
    int index = 0;
    int result = 0;
    ((result = result == 0 ? Bind(++index, values) : result), ...);
    return Cursor(statement_.get(), result);
  }

 private:
  static void Finalize(sqlite3_stmt* statement);
  int Bind(int index, int64_t value);
  int Bind(int index, uint64_t value) { return Bind(index, static_cast<int64_t>(value)); }
  int Bind(int index, int value) { return Bind(index, static_cast<int64_t>(value)); }
  int Bind(int index, absl::string_view bytes);
  int Bind(int index, const std::string& bytes) { return Bind(index, absl::string_view(bytes)); }

  std::unique_ptr<sqlite3_stmt, void (*)(sqlite3_stmt*)> statement_;
};

// An open database.
class Connection {
 public:
  enum class Mode { kReadOnly, kImmutable, kReadWrite, kCreateInMemory };

  // Opens a file that exists, or a database without one (then `path` is
  // ":memory:"). kImmutable reads the file alone, without its write-ahead log, and
  // neither locks nor makes anything: nothing may write to it meanwhile. `vfs` names SQLite's file
  // layer, "" for the usual one.
  static absl::StatusOr<Connection> Open(const std::string& path, Mode mode,
                                         const std::string& vfs = "");

  // Runs SQL text of our own, without values; rows are dropped.
  absl::Status Execute(const std::string& sql);

  absl::StatusOr<Statement> Prepare(absl::string_view sql);

  // The first column of the only row of `sql`, e.g. of a PRAGMA.
  absl::StatusOr<int64_t> QueryInt(absl::string_view sql);
  absl::StatusOr<std::string> QueryText(absl::string_view sql);

  // How long a statement waits for a lock of another connection; at first 5 s.
  void SetLockWait(absl::Duration wait);
  absl::Duration lock_wait() const { return lock_wait_; }

  // From now on a statement that runs while `stop` is true fails. `stop` must outlive
  // the connection.
  void InterruptWhen(const std::atomic<bool>* stop);

  // Whether the last connection to close moves the write-ahead log into the
  // database (the default). Without it closing leaves both as they are.
  absl::Status SetCheckpointOnClose(bool checkpoint);

  // Runs `body` in a transaction that is committed when it returns OK and is
  // rolled back otherwise, or when the commit fails. kWrite waits for other
  // writers at once, not at the first write.
  enum class Access { kRead, kWrite };
  absl::Status InTransaction(Access access, absl::FunctionRef<absl::Status()> body);

 private:
  explicit Connection(sqlite3* db) : db_(db, &Close) {}
  static void Close(sqlite3* db);

  std::unique_ptr<sqlite3, void (*)(sqlite3*)> db_;
  absl::Duration lock_wait_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_DB_H_
