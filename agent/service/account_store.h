#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_STORE_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "agent/service/account_index.h"
#include "agent/service/account_record.h"
#include "agent/service/store_health.h"
#include "agent/service/token.h"
#include "agent/store/store.h"

namespace linkstat::service {

// A conditional write of an account, as store::Mutation.
struct AccountWrite {
  std::string id;
  // 0: the account must not exist.
  store::Revision expected = 0;
  // Absent: the account is deleted.
  std::optional<store::v1::StoredAccount> account;
};

// The accounts of a store, as the use cases see them. Every error is one for
// callers (see errors.h), and is reported to the store's health. What is reported
// written is in the index. Blocks as the store does. Thread-safe.
class AccountStore {
 public:
  // All three must outlive this object.
  AccountStore(store::Store* store, AccountIndex* index, StoreHealth* health)
      : store_(store), index_(index), health_(health), tokens_(*store) {}

  // What seals the tokens of this store.
  const TokenSealer& tokens() const { return tokens_; }

  // Absent when there is none.
  absl::StatusOr<std::optional<AccountRecord>> Get(absl::string_view id);
  absl::StatusOr<std::optional<AccountRecord>> FindByWorkEmail(absl::string_view work_email);

  // As store::Store. OUT_OF_RANGE of ChangesAfter stays what it is.
  absl::StatusOr<std::vector<AccountRecord>> Scan(absl::string_view after, int limit);
  // Calls `visit` with every record of the store, in order of id, until it fails. A
  // second thread reads ahead. CANCELLED stays what it is.
  absl::Status ForEach(absl::FunctionRef<absl::Status(const store::Record&)> visit);
  absl::StatusOr<std::vector<store::WriteResult>> Write(absl::Span<const AccountWrite> writes);
  absl::StatusOr<store::Revision> LastRevision();
  absl::StatusOr<store::ChangePage> ChangesAfter(store::Revision after, int limit);

  // The account in a record that came with a change.
  absl::StatusOr<AccountRecord> Read(const store::Record& record);

  // Puts a record that came with a change into the index.
  absl::Status Index(const store::Record& record);

  AccountIndex& index() { return *index_; }

 private:
  absl::Status Failure(const absl::Status& status);
  absl::StatusOr<std::optional<AccountRecord>> Read(
      const absl::StatusOr<std::optional<store::Record>>& record);
  absl::Status Tell(store::Mutation mutation, store::Revision revision);

  store::Store* const store_;
  AccountIndex* const index_;
  StoreHealth* const health_;
  const TokenSealer tokens_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_STORE_H_
