#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_RECORD_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_RECORD_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/store/store.h"
#include "linkstat/store/v1/stored_account.pb.h"

namespace linkstat::service {

// An account as a store holds it.
struct AccountRecord {
  std::string id;
  store::v1::StoredAccount account;
  store::Revision revision = 0;
};

// Sets `account` to the account in a store's record. Reading many accounts into one
// object saves allocations. DATA_LOSS when the record holds none, is under an id
// that no account has, or holds a time outside of the years 1 to 9999.
absl::Status ReadRecord(const store::Record& record, AccountRecord& account);

// What of a record decides on its account's state, likewise. Whether the entries
// of a form are any is for ObservationTable to find out.
absl::Status ReadFacts(const store::Record& record, store::v1::StoredFacts& facts);

// The key under which a store finds the account with this work email: letter
// case makes no difference.
std::string KeyOf(absl::string_view work_email);

// LinkedAccount.etag of the account as of a revision.
std::string EtagOf(store::Revision revision);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_RECORD_H_
