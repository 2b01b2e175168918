#include "agent/service/account_follower.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "agent/base/status_macros.h"
#include "agent/service/account_record.h"

namespace linkstat::service {
namespace {

constexpr int kPage = 1000;
// Between two looks at the store while writes come without a pause: what they change
// is then read together.
constexpr absl::Duration kRest = absl::Milliseconds(5);

}  // namespace

std::unique_ptr<AccountFollower> AccountFollower::Start(const Parts& parts) {
  auto follower = std::unique_ptr<AccountFollower>(new AccountFollower(parts));
  AccountFollower* self = follower.get();
  PeriodicThread& thread = follower->thread_.emplace(
      PeriodicThread::Options{.name = "accounts", .first = absl::InfiniteDuration(), .rest = kRest},
      [self](bool /*woken*/) { return self->Run(); });
  follower->catalog_changes_ = parts.registry->Subscribe([&thread] { thread.Wake(); });
  parts.store->OnWrite([&thread] { thread.Wake(); });
  // For what changed before these two.
  thread.Wake();
  return follower;
}

AccountFollower::~AccountFollower() {
  if (thread_.has_value()) parts_.store->OnWrite(nullptr);
  catalog_changes_.reset();
  stopping_ = true;
  thread_.reset();
}

void AccountFollower::LoadAtStart() {
  if (tried_) {
    if (std::chrono::steady_clock::now() < next_check_) return;
    AskStore();
  }
  tried_ = true;
  // What was written during Load is in the store, if not in the table.
  absl::Status status = Load();
  if (status.ok()) status = Follow();
  PlanCheck();
  if (!status.ok()) {
    if (!absl::IsUnavailable(status)) phase_ = Phase::kFailed;
    return;
  }
  phase_ = Phase::kFollowing;
  AccountIndex& index = parts_.accounts->index();
  index.SetComplete();
  if (!parts_.loaded) return;
  const size_t accounts =
      index.Read([](const AccountTable& table) { return table.accounts().size(); });
  parts_.loaded({accounts, absl::FromChrono(std::chrono::steady_clock::now() - start_)});
}

absl::Status AccountFollower::Load() {
  LINKSTAT_ASSIGN_OR_RETURN(const store::Revision start, parts_.accounts->LastRevision());
  auto table = std::make_unique<AccountTable>(parts_.registry->Current());
  store::v1::StoredFacts facts;
  const auto take = [&](const store::Record& record) -> absl::Status {
    if (stopping_) return absl::CancelledError("the follower is to stop");
    LINKSTAT_RETURN_IF_ERROR(ReadFacts(record, facts));
    return table->Put(record.id, record.revision, facts);
  };
  LINKSTAT_RETURN_IF_ERROR(parts_.accounts->ForEach(take));
  table->Settle(start);
  parts_.accounts->index().Replace(std::move(table));
  position_ = start;
  parts_.ring->Reset(start);
  return absl::OkStatus();
}

absl::Status AccountFollower::Follow() {
  for (;;) {
    absl::StatusOr<store::ChangePage> page = parts_.accounts->ChangesAfter(position_, kPage);
    if (absl::IsOutOfRange(page.status())) return Load();
    if (!page.ok()) return page.status();
    LINKSTAT_RETURN_IF_ERROR(Take(*page));
    const bool complete = page->complete;
    if (!page->changes.empty()) parts_.ring->Append(std::move(page->changes));
    if (complete) return absl::OkStatus();
  }
}

absl::Status AccountFollower::Take(const store::ChangePage& page) {
  AccountIndex& index = parts_.accounts->index();
  for (const store::Change& change : page.changes) {
    if (change.record.has_value()) {
      LINKSTAT_RETURN_IF_ERROR(parts_.accounts->Index(*change.record));
    } else {
      index.Remove(change.id, change.revision);
    }
  }
  index.Settle(page.next);
  position_ = page.next;
  return absl::OkStatus();
}

bool AccountFollower::CheckIsDue() const {
  return !parts_.health->healthy() || std::chrono::steady_clock::now() >= next_check_;
}

void AccountFollower::PlanCheck() {
  next_check_ =
      std::chrono::steady_clock::now() + absl::ToChronoMilliseconds(parts_.check_interval);
}

void AccountFollower::AskStore() {
  PlanCheck();
  const absl::Status status = parts_.store->Check();
  if (status.ok()) {
    parts_.health->Recovered();
  } else {
    parts_.health->Failed(status);
  }
}

void AccountFollower::LookAtCatalog() {
  parts_.accounts->index().CatchUp();
  const std::string revision = parts_.registry->Current()->revision();
  if (std::exchange(catalog_revision_, revision) != revision) parts_.ring->Wake();
}

absl::Duration AccountFollower::Run() {
  if (phase_ == Phase::kLoading) LoadAtStart();
  if (phase_ == Phase::kFailed) return absl::InfiniteDuration();
  if (phase_ == Phase::kFollowing) {
    LookAtCatalog();
    // AccountStore reports a failure to the store's health.
    if (Follow().ok() && CheckIsDue()) AskStore();
  }
  return absl::FromChrono(next_check_ - std::chrono::steady_clock::now());
}

}  // namespace linkstat::service
