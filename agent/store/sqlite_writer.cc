#include "agent/store/sqlite_writer.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/random.h"
#include "agent/base/status_macros.h"
#include "agent/store/checksum.h"
#include "agent/store/key_digest.h"
#include "agent/store/limits.h"
#include "agent/store/sqlite_purge.h"
#include "agent/store/sqlite_reader.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {
namespace {

absl::Status GiveIdentity(Connection& connection, Meta& meta) {
  LINKSTAT_ASSIGN_OR_RETURN(meta.store_id, Random::System().Bytes(kIdentityBytes));
  return connection.InTransaction(Connection::Access::kWrite,
                                  [&] { return UpdateMeta(connection, meta); });
}

absl::StatusOr<bool> AnyRow(Cursor row) { return row.Next(); }

}  // namespace

SqliteWriter::SqliteWriter(Connection connection, Statements statements, Meta meta)
    : connection_(std::move(connection)),
      statements_(std::move(statements)),
      meta_(std::move(meta)),
      next_(meta_),
      last_given_(meta_.last_revision) {}

absl::StatusOr<std::unique_ptr<SqliteWriter>> SqliteWriter::Create(Connection connection) {
  absl::Status status;
  const auto prepare = [&](absl::string_view sql) {
    auto statement = connection.Prepare(sql);
    status.Update(statement.status());
    return statement.ok() ? *std::move(statement) : Statement(nullptr);
  };
  Statements statements{
      .get = prepare(absl::StrCat("SELECT ", kRecordColumns, " FROM records WHERE id = ?1")),
      .has_key = prepare("SELECT 1 FROM records WHERE key = ?1"),
      .is_retired = prepare("SELECT 1 FROM retired_keys WHERE digest = ?1"),
      .insert = prepare(
          "INSERT INTO records(id, key, value, revision, checksum) VALUES(?1, ?2, ?3, ?4, ?5)"),
      .update =
          prepare("UPDATE records SET value = ?2, revision = ?3, checksum = ?4 WHERE id = ?1"),
      .erase = prepare("DELETE FROM records WHERE id = ?1"),
      .retire = prepare("INSERT INTO retired_keys(digest, checksum) VALUES(?1, ?2)"),
      .add_deletion = prepare("INSERT INTO deletions(revision, id) VALUES(?1, ?2)"),
      .drop_deletion = prepare("DELETE FROM deletions WHERE id = ?1"),
      .forget_deletions = prepare("DELETE FROM deletions WHERE revision <= ?1 RETURNING revision"),
  };
  LINKSTAT_RETURN_IF_ERROR(status);
  LINKSTAT_ASSIGN_OR_RETURN(Meta meta, ReadMeta(connection));
  if (meta.store_id.empty()) LINKSTAT_RETURN_IF_ERROR(GiveIdentity(connection, meta));
  return std::unique_ptr<SqliteWriter>(
      new SqliteWriter(std::move(connection), std::move(statements), std::move(meta)));
}

absl::StatusOr<std::vector<WriteResult>> SqliteWriter::Commit(
    absl::Span<const Mutation> mutations) {
  next_ = meta_;
  std::vector<WriteResult> results;
  results.reserve(mutations.size());
  const absl::Status status =
      connection_.InTransaction(Connection::Access::kWrite, [&]() -> absl::Status {
        for (const Mutation& mutation : mutations) {
          LINKSTAT_ASSIGN_OR_RETURN(const WriteResult result, Apply(mutation));
          if (result.outcome == WriteOutcome::kWritten) next_.last_revision = result.revision;
          results.push_back(result);
        }
        if (next_.last_revision == meta_.last_revision) return absl::OkStatus();
        if (next_.purge_due) LINKSTAT_RETURN_IF_ERROR(ForgetOldDeletions());
        return UpdateMeta(connection_, next_);
      });
  if (!status.ok()) return status;
  meta_ = next_;
  return results;
}

absl::StatusOr<WriteResult> SqliteWriter::Apply(const Mutation& mutation) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::optional<Record> found, Find(mutation.id));
  const Revision current = found.has_value() ? found->revision : 0;
  if (current != mutation.expected) return WriteResult{WriteOutcome::kConflict};
  if (!found.has_value()) return Insert(mutation);
  return mutation.value.has_value() ? Update(mutation, found->key) : Erase(mutation, found->key);
}

absl::StatusOr<WriteResult> SqliteWriter::Insert(const Mutation& mutation) {
  LINKSTAT_ASSIGN_OR_RETURN(const bool taken, AnyRow(statements_.has_key.Run(mutation.key)));
  if (taken) return WriteResult{WriteOutcome::kKeyTaken};
  const std::string digest = KeyDigest(meta_.secret, mutation.key);
  LINKSTAT_ASSIGN_OR_RETURN(const bool retired, AnyRow(statements_.is_retired.Run(digest)));
  if (retired) return WriteResult{WriteOutcome::kKeyRetired};
  LINKSTAT_RETURN_IF_ERROR(statements_.drop_deletion.Run(mutation.id).Finish());
  const Revision revision = ++last_given_;
  LINKSTAT_RETURN_IF_ERROR(
      statements_.insert
          .Run(mutation.id, mutation.key, *mutation.value, revision,
               RecordChecksum(mutation.id, mutation.key, *mutation.value, revision))
          .Finish());
  return WriteResult{WriteOutcome::kWritten, revision};
}

absl::StatusOr<WriteResult> SqliteWriter::Update(const Mutation& mutation, absl::string_view key) {
  const Revision revision = ++last_given_;
  LINKSTAT_RETURN_IF_ERROR(statements_.update
                               .Run(mutation.id, *mutation.value, revision,
                                    RecordChecksum(mutation.id, key, *mutation.value, revision))
                               .Finish());
  return WriteResult{WriteOutcome::kWritten, revision};
}

absl::StatusOr<WriteResult> SqliteWriter::Erase(const Mutation& mutation, absl::string_view key) {
  const std::string digest = KeyDigest(meta_.secret, key);
  const Revision revision = ++last_given_;
  LINKSTAT_RETURN_IF_ERROR(statements_.erase.Run(mutation.id).Finish());
  LINKSTAT_RETURN_IF_ERROR(statements_.retire.Run(digest, Checksum({digest})).Finish());
  LINKSTAT_RETURN_IF_ERROR(statements_.add_deletion.Run(revision, mutation.id).Finish());
  next_.purge_due = true;
  return WriteResult{WriteOutcome::kWritten, revision};
}

absl::Status SqliteWriter::ForgetOldDeletions() {
  if (next_.last_revision <= kDeletionsKept) return absl::OkStatus();
  Cursor forgotten = statements_.forget_deletions.Run(next_.last_revision - kDeletionsKept);
  while (true) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool found, forgotten.Next());
    if (!found) return absl::OkStatus();
    next_.changes_floor = std::max(next_.changes_floor, static_cast<Revision>(forgotten.Int(0)));
  }
}

absl::StatusOr<std::optional<Record>> SqliteWriter::Find(absl::string_view id) {
  Cursor row = statements_.get.Run(id);
  LINKSTAT_ASSIGN_OR_RETURN(const bool found, row.Next());
  if (!found) return std::optional<Record>();
  LINKSTAT_ASSIGN_OR_RETURN(Record record, RecordAt(row));
  return std::make_optional(std::move(record));
}

absl::Status SqliteWriter::Probe() {
  // SQLite writes nothing for a row that is replaced by its like.
  Meta other = meta_;
  other.purge_due = !meta_.purge_due;
  return connection_.InTransaction(Connection::Access::kWrite, [&]() -> absl::Status {
    LINKSTAT_RETURN_IF_ERROR(UpdateMeta(connection_, other));
    return UpdateMeta(connection_, meta_);
  });
}

absl::Status SqliteWriter::SaveLog() {
  return connection_.Execute("PRAGMA wal_checkpoint(PASSIVE)");
}

absl::Status SqliteWriter::EmptyLog() {
  const absl::Duration wait = connection_.lock_wait();
  connection_.SetLockWait(absl::ZeroDuration());
  const absl::Status status = store::EmptyLog(connection_);
  connection_.SetLockWait(wait);
  return status;
}

absl::Status SqliteWriter::Purge(const std::string& path) {
  LINKSTAT_RETURN_IF_ERROR(RewriteFile(connection_, path));
  Meta purged = meta_;
  purged.purge_due = false;
  return SetMeta(purged);
}

absl::Status SqliteWriter::SetMeta(const Meta& meta) {
  LINKSTAT_RETURN_IF_ERROR(connection_.InTransaction(
      Connection::Access::kWrite, [&] { return UpdateMeta(connection_, meta); }));
  meta_ = meta;
  return absl::OkStatus();
}

}  // namespace linkstat::store
