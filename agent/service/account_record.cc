#include "agent/service/account_record.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/core/request_checks.h"
#include "agent/service/proto_time.h"

namespace linkstat::service {
namespace {

bool IsAccountId(const std::string& id) {
  FieldFaults faults;
  core::CheckAccountId(id, "id", faults);
  return faults.empty();
}

// What is absent reads as the epoch.
template <typename Account>
bool HasTimes(const Account& account) {
  return IsTimestamp(account.relinked_at()) && IsTimestamp(account.created_at()) &&
         IsTimestamp(account.permissions_observed_at()) &&
         IsTimestamp(account.form_observed_at()) && IsTimestamp(account.state_mark().since()) &&
         IsTimestamp(account.state_mark().written_at());
}

// `Account` is StoredAccount, or StoredFacts, which reads the same bytes.
template <typename Account>
absl::Status ReadValue(const store::Record& record, Account& account) {
  const bool read = account.ParseFromString(record.value);
  const v1::LinkIdentity& identity = account.identity();
  if (!read || !identity.has_first_name() || !identity.has_work_email()) {
    return absl::DataLossError("a record of the store holds no linked account");
  }
  if (!IsAccountId(record.id)) {
    return absl::DataLossError("a record of the store has an id that no account has");
  }
  if (!HasTimes(account)) {
    return absl::DataLossError("a record of the store holds a time that is out of range");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadRecord(const store::Record& record, AccountRecord& account) {
  account.id = record.id;
  account.revision = record.revision;
  return ReadValue(record, account.account);
}

absl::Status ReadFacts(const store::Record& record, store::v1::StoredFacts& facts) {
  return ReadValue(record, facts);
}

std::string KeyOf(absl::string_view work_email) { return absl::AsciiStrToLower(work_email); }

std::string EtagOf(store::Revision revision) { return absl::StrCat(revision); }

}  // namespace linkstat::service
