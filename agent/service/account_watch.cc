#include "agent/service/account_watch.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "agent/service/account_message.h"
#include "agent/service/errors.h"
#include "agent/service/proto_time.h"

namespace linkstat::service {
namespace {

using Phase = WatchCursor::Phase;

constexpr int kBatch = 100;

// Whether the account looks another way under `after` than under `before`.
bool Differs(const core::Snapshot& before, const core::Snapshot& after,
             const AccountRecord& record) {
  const auto reasons = [&](const core::Snapshot& snapshot,
                           const core::AccountEvaluation& standing) {
    std::string bytes;
    for (const v1::StateReason& reason : core::ReasonsFor(snapshot, standing)) {
      bytes += reason.SerializeAsString();
    }
    return bytes;
  };
  const core::AccountFacts facts = FactsOf(record.account);
  const core::AccountEvaluation old_standing = core::EvaluateAccount(before, facts);
  const core::AccountEvaluation new_standing = core::EvaluateAccount(after, facts);
  return old_standing.state != new_standing.state ||
         reasons(before, old_standing) != reasons(after, new_standing);
}

}  // namespace

AccountWatch::AccountWatch(const Parts& parts)
    : parts_(parts), snapshot_(parts.registry->Current()) {}

absl::StatusOr<std::unique_ptr<AccountWatch>> AccountWatch::Open(
    const Parts& parts, const v1::WatchLinkedAccountsRequest& request) {
  // Before, the ring is not fed, and to read the store would slow the loading down.
  LINKSTAT_RETURN_IF_ERROR(parts.accounts->index().CheckComplete());
  auto watch = std::unique_ptr<AccountWatch>(new AccountWatch(parts));
  if (!request.has_cursor()) {
    LINKSTAT_RETURN_IF_ERROR(watch->BeginSnapshot());
    return watch;
  }
  const DecodedCursor decoded = DecodeCursor(parts.accounts->tokens(), request.cursor());
  switch (decoded.kind) {
    case DecodedCursor::Kind::kNone:
      return InvalidToken("cursor");
    case DecodedCursor::Kind::kVerified:
      watch->Resume(decoded.cursor);
      break;
    case DecodedCursor::Kind::kUnverified:
      watch->snapshot_ = nullptr;
      break;
  }
  return watch;
}

// Without the catalogs of the cursor the first batch restarts.
void AccountWatch::Resume(const WatchCursor& cursor) {
  cursor_ = cursor;
  snapshot_ = parts_.registry->Find(cursor.catalog);
  if (cursor.phase == Phase::kCatalogChange) {
    next_snapshot_ = parts_.registry->Find(cursor.next_catalog);
  }
}

absl::Status AccountWatch::BeginSnapshot() {
  LINKSTAT_ASSIGN_OR_RETURN(const store::Revision revision, parts_.accounts->LastRevision());
  snapshot_ = parts_.registry->Current();
  next_snapshot_ = nullptr;
  in_ring_ = false;
  cursor_ = {Phase::kSnapshot, revision, snapshot_->revision(), "", ""};
  return absl::OkStatus();
}

absl::Status AccountWatch::Restart(Batch& batch) {
  LINKSTAT_RETURN_IF_ERROR(BeginSnapshot());
  batch.events.push_back(Event());
  batch.events.back().mutable_restart();
  return absl::OkStatus();
}

absl::Status AccountWatch::LookAtCatalog(Batch& batch) {
  const core::SnapshotPtr served = parts_.registry->Current();
  const bool changing = cursor_.phase == Phase::kCatalogChange;
  const core::SnapshotPtr& told = changing ? next_snapshot_ : snapshot_;
  if (snapshot_ != nullptr && told != nullptr && told->revision() == served->revision()) {
    return absl::OkStatus();
  }
  // What the reader got under several catalogs cannot be corrected piece by piece.
  if (snapshot_ == nullptr || cursor_.phase != Phase::kFollow) return Restart(batch);
  next_snapshot_ = served;
  cursor_.phase = Phase::kCatalogChange;
  cursor_.next_catalog = served->revision();
  cursor_.after.clear();
  return absl::OkStatus();
}

absl::StatusOr<AccountWatch::Batch> AccountWatch::Next() {
  const WatchCursor before = cursor_;
  const bool was_in_ring = in_ring_;
  LINKSTAT_ASSIGN_OR_RETURN(Batch batch, Step());
  if (!batch.caught_up && cursor_ == before && in_ring_ == was_in_ring) {
    return absl::InternalError("a step of a watch made no progress");
  }
  return batch;
}

absl::StatusOr<AccountWatch::Batch> AccountWatch::Step() {
  Batch batch;
  LINKSTAT_RETURN_IF_ERROR(LookAtCatalog(batch));
  switch (cursor_.phase) {
    case Phase::kSnapshot:
      LINKSTAT_RETURN_IF_ERROR(NextOfSnapshot(batch));
      break;
    case Phase::kCatalogChange:
      LINKSTAT_RETURN_IF_ERROR(NextOfCatalogChange(batch));
      break;
    case Phase::kFollow:
      LINKSTAT_RETURN_IF_ERROR(in_ring_ ? NextOfRing(batch) : NextOfStore(batch));
      break;
  }
  return batch;
}

absl::Status AccountWatch::NextOfSnapshot(Batch& batch) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::vector<AccountRecord> page,
                            parts_.accounts->Scan(cursor_.after, kBatch));
  if (page.empty()) {
    BeginFollowing();
    return absl::OkStatus();
  }
  for (const AccountRecord& record : page) {
    cursor_.after = record.id;
    // A later write comes as a change.
    if (record.revision <= cursor_.revision) AddAccount(record, batch);
  }
  return absl::OkStatus();
}

absl::Status AccountWatch::NextOfCatalogChange(Batch& batch) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::vector<AccountRecord> page,
                            parts_.accounts->Scan(cursor_.after, kBatch));
  if (page.empty()) {
    snapshot_ = std::exchange(next_snapshot_, nullptr);
    BeginFollowing();
    return absl::OkStatus();
  }
  for (const AccountRecord& record : page) {
    cursor_.after = record.id;
    if (record.revision > cursor_.revision) continue;
    if (Differs(*snapshot_, *next_snapshot_, record)) AddAccount(record, batch);
  }
  return absl::OkStatus();
}

void AccountWatch::BeginFollowing() {
  cursor_.phase = Phase::kFollow;
  cursor_.catalog = snapshot_->revision();
  cursor_.next_catalog.clear();
  cursor_.after.clear();
  in_ring_ = false;
}

absl::Status AccountWatch::NextOfStore(Batch& batch) {
  const uint64_t history = parts_.ring->history();
  absl::StatusOr<store::ChangePage> page = parts_.accounts->ChangesAfter(cursor_.revision, kBatch);
  if (absl::IsOutOfRange(page.status())) return Restart(batch);
  if (!page.ok()) return page.status();
  for (const store::Change& change : page->changes) {
    LINKSTAT_RETURN_IF_ERROR(AddChange(change, batch));
  }
  cursor_.revision = page->next;
  if (!page->complete) return absl::OkStatus();
  in_ring_ = true;
  history_ = history;
  batch.events.push_back(Mark());
  return absl::OkStatus();
}

absl::Status AccountWatch::NextOfRing(Batch& batch) {
  const ChangeRing::Slice slice = parts_.ring->After(history_, cursor_.revision, kBatch);
  if (!slice.known) return ReaderTooSlow();
  for (const auto& change : slice.changes) LINKSTAT_RETURN_IF_ERROR(AddChange(*change, batch));
  batch.caught_up = slice.complete;
  return absl::OkStatus();
}

absl::Status AccountWatch::AddChange(const store::Change& change, Batch& batch) {
  cursor_.revision = change.revision;
  if (change.record.has_value()) {
    LINKSTAT_ASSIGN_OR_RETURN(const AccountRecord record, parts_.accounts->Read(*change.record));
    AddAccount(record, batch);
    return absl::OkStatus();
  }
  batch.events.push_back(Event());
  batch.events.back().set_deleted_id(change.id);
  return absl::OkStatus();
}

void AccountWatch::AddAccount(const AccountRecord& record, Batch& batch) const {
  const core::SnapshotPtr& snapshot = next_snapshot_ == nullptr ? snapshot_ : next_snapshot_;
  batch.events.push_back(Event());
  *batch.events.back().mutable_linked_account() =
      MakeLinkedAccount(StateHistory(*parts_.registry, snapshot), record, parts_.clock->Now());
}

v1::WatchLinkedAccountsResponse AccountWatch::Event() const {
  v1::WatchLinkedAccountsResponse event;
  event.set_cursor(EncodeCursor(parts_.accounts->tokens(), cursor_));
  return event;
}

v1::WatchLinkedAccountsResponse AccountWatch::Mark() const {
  v1::WatchLinkedAccountsResponse event = Event();
  SetTime(parts_.clock->Now().now, *event.mutable_mark()->mutable_marked_at());
  return event;
}

}  // namespace linkstat::service
