#include "agent/store/guarded_writer.h"

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"

namespace linkstat::store {
namespace {

// Four times what the log keeps. It grows so far only when it cannot restart.
constexpr int64_t kLargeLogBytes = int64_t{64} << 20;

}  // namespace

absl::StatusOr<std::vector<WriteResult>> GuardedWriter::Commit(
    absl::Span<const Mutation> mutations) {
  std::vector<WriteResult> results;
  LINKSTAT_RETURN_IF_ERROR(Guarded([&]() -> absl::Status {
    LINKSTAT_ASSIGN_OR_RETURN(results, writer_->Commit(mutations));
    return absl::OkStatus();
  }));
  return results;
}

absl::Status GuardedWriter::Probe() {
  return Guarded([this] { return writer_->Probe(); });
}

absl::Status GuardedWriter::Purge() {
  if (!sound_ || !writer_->purge_due()) return absl::OkStatus();
  return Guarded([this] { return writer_->Purge(watch_->path()); });
}

absl::Status GuardedWriter::Look() {
  const FileLook look = watch_->Look(writer_->meta());
  LINKSTAT_RETURN_IF_ERROR(Act(look));
  KeepLogSmall(look.log_bytes);
  return absl::OkStatus();
}

void GuardedWriter::MarkSound() {
  sound_ = true;
  const absl::Status emptied = writer_->EmptyLog();
  // While a read is in progress the log must stay: Look tries again.
  log_left_ = absl::IsUnavailable(emptied);
  if (!log_left_) Report(emptied);
  Act(watch_->LookAfterWrite(writer_->meta())).IgnoreError();
}

void GuardedWriter::PrepareToClose() {
  const FileFault fault = sound_ ? watch_->Look(writer_->meta()).fault : FileFault::kContent;
  // SQLite moves the log into the database and removes it, and the shared memory,
  // by name.
  if (fault == FileFault::kNone) return;
  writer_->KeepLogOnClose().IgnoreError();
  // An empty log is one of any file: whatever lies at the path now is not read
  // together with what belongs to the file that is open.
  if (fault != FileFault::kContent) writer_->EmptyLog().IgnoreError();
}

absl::Status GuardedWriter::Guarded(absl::FunctionRef<absl::Status()> write) {
  LINKSTAT_RETURN_IF_ERROR(Act(watch_->Look(writer_->meta())));
  const absl::Status status = write();
  const absl::Status files = Act(watch_->LookAfterWrite(writer_->meta()));
  return status.ok() ? files : status;
}

absl::Status GuardedWriter::Act(const FileLook& look) {
  if (observers_.files_seen) observers_.files_seen(look);
  // A failure leaves the rest in the log, for the next look.
  if (look.fault == FileFault::kLog) writer_->SaveLog().IgnoreError();
  return look.status();
}

void GuardedWriter::KeepLogSmall(int64_t bytes) {
  const bool large = bytes > kLargeLogBytes;
  if (!large) large_log_reported_ = false;
  if (!sound_ || (!large && !log_left_)) return;
  const absl::Status status = writer_->EmptyLog();
  Act(watch_->LookAfterWrite(writer_->meta())).IgnoreError();
  log_left_ = log_left_ && absl::IsUnavailable(status);
  if (status.ok() || !large || std::exchange(large_log_reported_, true)) return;
  Report(absl::Status(status.code(), absl::StrCat("the write-ahead log has grown to ", bytes >> 20,
                                                  " MiB: ", status.message())));
}

void GuardedWriter::Report(const absl::Status& status) const {
  if (!status.ok() && observers_.background_fault) observers_.background_fault(status);
}

}  // namespace linkstat::store
