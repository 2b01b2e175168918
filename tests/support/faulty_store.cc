#include "tests/support/faulty_store.h"

#include <utility>

#include "agent/base/status_macros.h"

namespace linkstat::test {

using store::ChangePage;
using store::Mutation;
using store::Record;
using store::Revision;
using store::WriteResult;

void FaultyStore::FailCalls(int nth, absl::Status status, int times, FailedWrite failed_write) {
  const std::lock_guard<std::mutex> lock(mutex_);
  first_failure_ = calls_ + nth;
  last_failure_ = first_failure_ + times - 1;
  failure_ = std::move(status);
  failed_write_ = failed_write;
}

void FaultyStore::Heal() {
  const std::lock_guard<std::mutex> lock(mutex_);
  failure_ = absl::OkStatus();
}

void FaultyStore::StallFeed() {
  const std::lock_guard<std::mutex> lock(mutex_);
  feed_stalls_ = true;
}

int FaultyStore::calls() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return calls_;
}

bool FaultyStore::DoesFailedWrites() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return failed_write_ == FailedWrite::kDone;
}

bool FaultyStore::FeedStalls() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return feed_stalls_;
}

absl::Status FaultyStore::NextCall() {
  if (before_call_) before_call_();
  const std::lock_guard<std::mutex> lock(mutex_);
  ++calls_;
  return calls_ >= first_failure_ && calls_ <= last_failure_ ? failure_ : absl::OkStatus();
}

absl::StatusOr<std::vector<WriteResult>> FaultyStore::Write(absl::Span<const Mutation> mutations) {
  const absl::Status fault = NextCall();
  if (fault.ok()) return target_->Write(mutations);
  if (DoesFailedWrites()) {
    LINKSTAT_RETURN_IF_ERROR(target_->Write(mutations).status());
  }
  return fault;
}

absl::StatusOr<std::optional<Record>> FaultyStore::Get(absl::string_view id) {
  LINKSTAT_RETURN_IF_ERROR(NextCall());
  return target_->Get(id);
}

absl::StatusOr<std::optional<Record>> FaultyStore::FindByKey(absl::string_view key) {
  LINKSTAT_RETURN_IF_ERROR(NextCall());
  return target_->FindByKey(key);
}

absl::StatusOr<std::vector<Record>> FaultyStore::Scan(absl::string_view after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(NextCall());
  return target_->Scan(after, limit);
}

absl::StatusOr<Revision> FaultyStore::LastRevision() {
  LINKSTAT_RETURN_IF_ERROR(NextCall());
  return target_->LastRevision();
}

absl::StatusOr<ChangePage> FaultyStore::ChangesAfter(Revision after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(NextCall());
  if (FeedStalls()) return ChangePage{{}, after, false};
  return target_->ChangesAfter(after, limit);
}

void FaultyStore::OnWrite(std::function<void()> written) { target_->OnWrite(std::move(written)); }

absl::Status FaultyStore::Check() {
  LINKSTAT_RETURN_IF_ERROR(NextCall());
  return target_->Check();
}

}  // namespace linkstat::test
