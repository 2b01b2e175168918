#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_INDEX_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_INDEX_H_

#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/string_view.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_table.h"

namespace linkstat::service {

// The account table of a store under the catalog served. Thread-safe. It holds
// what it was told: who writes to the store tells it before they answer, so that
// they read their own writes, and AccountFollower tells it what others wrote.
class AccountIndex {
 public:
  // `registry` must outlive the index.
  explicit AccountIndex(const catalog::Registry* registry);

  // As AccountTable.
  void Put(const AccountRecord& record);
  void Remove(absl::string_view id, store::Revision revision);
  void Settle(store::Revision revision);

  // Takes `table` in place of the present one.
  void Replace(std::unique_ptr<AccountTable> table);

  // Derives the states anew when another catalog is served than before. Whoever
  // comes first does the work; the others wait for it.
  void CatchUp();

  // Returns visit(table), where the states of the table are derived under the
  // catalog served when Read was called, or a later one. Writers wait meanwhile.
  template <typename Visit>
  auto Read(Visit visit) {
    std::lock_guard lock(mutex_);
    DeriveIfBehind();
    return visit(std::as_const(*table_));
  }

 private:
  // With mutex_ held.
  void DeriveIfBehind();

  const catalog::Registry* const registry_;
  std::mutex mutex_;
  std::unique_ptr<AccountTable> table_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_INDEX_H_
