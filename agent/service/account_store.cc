#include "agent/service/account_store.h"

#include <thread>
#include <utility>

#include "agent/base/status_macros.h"
#include "agent/base/thread.h"
#include "agent/service/errors.h"

namespace linkstat::service {
namespace {

store::Mutation MutationFor(const AccountWrite& write) {
  store::Mutation mutation;
  mutation.id = write.id;
  mutation.expected = write.expected;
  if (write.account.has_value()) {
    mutation.value = write.account->SerializeAsString();
    mutation.key = KeyOf(write.account->identity().work_email());
  }
  return mutation;
}

}  // namespace

absl::Status AccountStore::Failure(const absl::Status& status) {
  health_->Failed(status);
  return StoreFailure(status);
}

absl::StatusOr<AccountRecord> AccountStore::Read(const store::Record& record) {
  AccountRecord account;
  const absl::Status status = ReadRecord(record, account);
  if (!status.ok()) return Failure(status);
  return account;
}

absl::StatusOr<std::optional<AccountRecord>> AccountStore::Read(
    const absl::StatusOr<std::optional<store::Record>>& record) {
  if (!record.ok()) return Failure(record.status());
  if (!record->has_value()) return std::optional<AccountRecord>();
  LINKSTAT_ASSIGN_OR_RETURN(AccountRecord account, Read(**record));
  return std::make_optional(std::move(account));
}

absl::StatusOr<std::optional<AccountRecord>> AccountStore::Get(absl::string_view id) {
  return Read(store_->Get(id));
}

absl::StatusOr<std::optional<AccountRecord>> AccountStore::FindByWorkEmail(
    absl::string_view work_email) {
  return Read(store_->FindByKey(KeyOf(work_email)));
}

absl::StatusOr<std::vector<AccountRecord>> AccountStore::Scan(absl::string_view after, int limit) {
  const absl::StatusOr<std::vector<store::Record>> records = store_->Scan(after, limit);
  if (!records.ok()) return Failure(records.status());
  std::vector<AccountRecord> accounts;
  accounts.reserve(records->size());
  for (const store::Record& record : *records) {
    LINKSTAT_ASSIGN_OR_RETURN(AccountRecord account, Read(record));
    accounts.push_back(std::move(account));
  }
  return accounts;
}

absl::Status AccountStore::ForEach(absl::FunctionRef<absl::Status(const store::Record&)> visit) {
  constexpr int kPage = 4000;
  absl::StatusOr<std::vector<store::Record>> next;
  const auto read_after = [this, &next](const std::string& id) {
    return StartThread("read-ahead", [this, &next, id] { next = store_->Scan(id, kPage); });
  };
  for (std::jthread reader = read_after("");;) {
    reader.join();
    const absl::StatusOr<std::vector<store::Record>> page =
        std::exchange(next, std::vector<store::Record>());
    if (!page.ok()) return Failure(page.status());
    if (page->empty()) return absl::OkStatus();
    reader = read_after(page->back().id);
    for (const store::Record& record : *page) {
      const absl::Status status = visit(record);
      if (!status.ok()) return absl::IsCancelled(status) ? status : Failure(status);
    }
  }
}

absl::StatusOr<std::vector<store::WriteResult>> AccountStore::Write(
    absl::Span<const AccountWrite> writes) {
  std::vector<store::Mutation> mutations;
  mutations.reserve(writes.size());
  for (const AccountWrite& write : writes) mutations.push_back(MutationFor(write));
  absl::StatusOr<std::vector<store::WriteResult>> results = store_->Write(mutations);
  if (!results.ok()) return Failure(results.status());
  for (size_t i = 0; i < writes.size(); ++i) {
    const store::WriteResult& result = (*results)[i];
    if (result.outcome != store::WriteOutcome::kWritten) continue;
    LINKSTAT_RETURN_IF_ERROR(Tell(std::move(mutations[i]), result.revision));
  }
  return results;
}

absl::Status AccountStore::Tell(store::Mutation mutation, store::Revision revision) {
  if (mutation.value.has_value()) {
    return Index({std::move(mutation.id), *std::move(mutation.value), "", revision});
  }
  index_->Remove(mutation.id, revision);
  return absl::OkStatus();
}

absl::Status AccountStore::Index(const store::Record& record) {
  const absl::Status status = index_->Put(record);
  return status.ok() ? status : Failure(status);
}

absl::StatusOr<store::Revision> AccountStore::LastRevision() {
  absl::StatusOr<store::Revision> revision = store_->LastRevision();
  if (!revision.ok()) return Failure(revision.status());
  return revision;
}

absl::StatusOr<store::ChangePage> AccountStore::ChangesAfter(store::Revision after, int limit) {
  absl::StatusOr<store::ChangePage> page = store_->ChangesAfter(after, limit);
  if (!page.ok() && !absl::IsOutOfRange(page.status())) return Failure(page.status());
  return page;
}

}  // namespace linkstat::service
