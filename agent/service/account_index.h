#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_INDEX_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_INDEX_H_

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "agent/base/mutex.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_table.h"

namespace linkstat::service {

// The account table of a store under the served catalog. Thread-safe. A writer updates
// it before it answers, so that its caller reads its own write, and AccountFollower
// applies the writes of others.
//
// Without a table at first: it takes nothing in, and nothing can be read, until
// AccountFollower has loaded one and completed it with what was written meanwhile.
class AccountIndex {
 public:
  // `registry` must outlive the index.
  explicit AccountIndex(const catalog::Registry* registry) : registry_(registry) {}

  // As AccountTable; Put fails as ReadFacts as well. Without a table they do nothing.
  absl::Status Put(const store::Record& record);
  void Remove(absl::string_view id, store::Revision revision);
  void Settle(store::Revision revision);

  // Takes `table` in place of the present one.
  void Replace(std::unique_ptr<AccountTable> table);

  // Every write that was acknowledged is in the table; it may be read from now on.
  void SetComplete();

  // OK when the index may be read, otherwise AccountsLoading.
  absl::Status CheckComplete() const;

  // Waits until it may be read, by the steady clock; false when that takes longer than
  // `patience`.
  bool WaitUntilComplete(absl::Duration patience) const;

  // Derives the states again when another catalog is served than before. The
  // first caller does the work; the others wait for it.
  void CatchUp();

  // Returns visit(table), where the states of the table are derived under the
  // catalog served when Read was called, or a later one. Writers wait meanwhile.
  // Only when CheckComplete has returned OK.
  template <typename Visit>
  auto Read(Visit visit) {
    const MutexLock lock(&mutex_);
    DeriveIfBehind();
    return visit(std::as_const(*table_));
  }

 private:
  void DeriveIfBehind() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const catalog::Registry* const registry_;
  mutable Mutex mutex_;
  mutable CondVar completed_;
  std::unique_ptr<AccountTable> table_ ABSL_GUARDED_BY(mutex_);
  bool complete_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_INDEX_H_
