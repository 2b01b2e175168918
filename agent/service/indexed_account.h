#ifndef LINKSTAT_AGENT_SERVICE_INDEXED_ACCOUNT_H_
#define LINKSTAT_AGENT_SERVICE_INDEXED_ACCOUNT_H_

#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"
#include "agent/service/observation_table.h"
#include "agent/store/store.h"

namespace linkstat::service {

struct AccountGroup;

// An account as an index keeps it: everything in one piece of memory, because
// there are as many of them as accounts. Immutable but for `group`.
class IndexedAccount {
 public:
  struct Delete {
    void operator()(IndexedAccount* account) const;
  };
  using Ptr = std::unique_ptr<IndexedAccount, Delete>;

  // `id` is that of an account: at most 63 bytes.
  static Ptr Make(absl::string_view id, store::Revision revision, const CompactFacts& facts);

  IndexedAccount(const IndexedAccount&) = delete;
  IndexedAccount& operator=(const IndexedAccount&) = delete;

  absl::string_view id() const;
  store::Revision revision() const { return revision_; }
  // Good as long as the account.
  CompactFacts facts() const;

  AccountGroup* group = nullptr;

 private:
  IndexedAccount(absl::string_view id, store::Revision revision, const CompactFacts& facts);

  // The form's entries, the work email and the id follow this object in memory.
  InternPool::Id* entries() { return reinterpret_cast<InternPool::Id*>(this + 1); }
  const InternPool::Id* entries() const {
    return reinterpret_cast<const InternPool::Id*>(this + 1);
  }
  const char* text() const { return reinterpret_cast<const char*>(entries() + entry_count_); }

  const store::Revision revision_;
  const InternPool::Id permissions_;
  const InternPool::Id first_name_;
  const uint32_t entry_count_;
  const uint32_t email_size_;
  const uint8_t id_size_;
  const bool transitioning_;
  const bool relinked_;
  const bool has_form_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_INDEXED_ACCOUNT_H_
