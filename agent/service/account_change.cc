#include "agent/service/account_change.h"

#include "agent/service/errors.h"

namespace linkstat::service {
namespace {

// A failed attempt means that another writer's succeeded.
constexpr int kMaxAttempts = 16;

using Open = std::vector<AccountChange*>;

void MakeAll(AccountStore& accounts, Open open);

// Prepares the changes. Returns those that must be written, with what is written.
Open Prepare(const Open& open, std::vector<AccountWrite>& writes) {
  Open prepared;
  for (AccountChange* change : open) {
    absl::StatusOr<std::optional<AccountWrite>> write = change->Prepare();
    if (!write.ok()) {
      change->Fail(write.status());
    } else if (write->has_value()) {
      writes.push_back(**std::move(write));
      prepared.push_back(change);
    }
  }
  return prepared;
}

void FailAll(AccountStore& accounts, const Open& prepared, const absl::Status& status) {
  const bool can_be_of_one = prepared.size() > 1 && !absl::IsUnavailable(status);
  for (AccountChange* change : prepared) {
    if (can_be_of_one) {
      MakeAll(accounts, {change});
    } else {
      change->Fail(status);
    }
  }
}

// Returns the changes that have no result yet.
Open Try(AccountStore& accounts, const Open& open) {
  std::vector<AccountWrite> writes;
  const Open prepared = Prepare(open, writes);
  if (prepared.empty()) return {};
  const absl::StatusOr<std::vector<store::WriteResult>> outcomes = accounts.Write(writes);
  if (!outcomes.ok()) {
    FailAll(accounts, prepared, outcomes.status());
    return {};
  }
  Open still_open;
  for (size_t i = 0; i < prepared.size(); ++i) {
    if (!prepared[i]->Settle(std::move(writes[i]), (*outcomes)[i])) {
      still_open.push_back(prepared[i]);
    }
  }
  return still_open;
}

void MakeAll(AccountStore& accounts, Open open) {
  for (int attempt = 0; attempt < kMaxAttempts && !open.empty(); ++attempt) {
    open = Try(accounts, open);
  }
  for (AccountChange* change : open) change->Fail(Conflict());
}

}  // namespace

void MakeChanges(AccountStore& accounts, const AccountChanges& changes) {
  Open open;
  for (const auto& change : changes) open.push_back(change.get());
  MakeAll(accounts, std::move(open));
}

}  // namespace linkstat::service
