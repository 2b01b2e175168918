#ifndef LINKSTAT_AGENT_STORE_SQLITE_WRITER_H_
#define LINKSTAT_AGENT_STORE_SQLITE_WRITER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "agent/store/sqlite_db.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/store.h"

namespace linkstat::store {

// The one connection that writes. Not thread-safe.
class SqliteWriter {
 public:
  // Takes over a connection to a file of the newest layout. Gives the file an
  // identity if it has none.
  static absl::StatusOr<std::unique_ptr<SqliteWriter>> Create(Connection connection);

  // Carries out the mutations in one transaction, as Store::Write. On failure none of
  // them is done, as far as this process sees; a restart may find that all of them are.
  absl::StatusOr<std::vector<WriteResult>> Commit(absl::Span<const Mutation> mutations);

  // Writes something without meaning, to find out whether writing works.
  absl::Status Probe();

  // The store's own row as of the last write.
  const Meta& meta() const { return meta_; }

  // Whether bytes of deleted records may still lie in the file.
  bool purge_due() const { return meta_.purge_due; }

  // Moves what it can of the write-ahead log into the database, without waiting.
  absl::Status SaveLog();

  // Moves all of it, and cuts the log to nothing. UNAVAILABLE when a reader holds
  // on to an older state; does not wait for it.
  absl::Status EmptyLog();

  // Leaves the write-ahead log as it is when the connection closes.
  absl::Status KeepLogOnClose() { return connection_.SetCheckpointOnClose(false); }

  // Rewrites the file at `path` without them and empties the write-ahead log. Errors
  // as RewriteFile; then it stays due.
  absl::Status Purge(const std::string& path);

 private:
  struct Statements {
    Statement get;
    Statement has_key;
    Statement is_retired;
    Statement insert;
    Statement update;
    Statement erase;
    Statement retire;
    Statement add_deletion;
    Statement drop_deletion;
    Statement forget_deletions;
  };

  SqliteWriter(Connection connection, Statements statements, Meta meta);

  // These are called within a transaction; `next_` is what meta_ becomes.
  absl::StatusOr<WriteResult> Apply(const Mutation& mutation);
  absl::StatusOr<WriteResult> Insert(const Mutation& mutation);
  absl::StatusOr<WriteResult> Update(const Mutation& mutation, absl::string_view key);
  absl::StatusOr<WriteResult> Erase(const Mutation& mutation, absl::string_view key);
  absl::Status ForgetOldDeletions();
  absl::StatusOr<std::optional<Record>> Find(absl::string_view id);

  absl::Status SetMeta(const Meta& meta);

  Connection connection_;
  Statements statements_;
  // As it is in the file.
  Meta meta_;
  // As it will be after the transaction that runs.
  Meta next_;
  // The greatest revision ever given out, in failed transactions too.
  Revision last_given_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_WRITER_H_
