#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_GROUPS_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_GROUPS_H_

#include <map>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/string_view.h"
#include "agent/service/derivation.h"
#include "agent/service/indexed_account.h"

namespace linkstat::service {

// Orders accounts by id, and finds them by it.
struct ById {
  using is_transparent = void;
  static absl::string_view Id(const IndexedAccount* account) { return account->id(); }
  static absl::string_view Id(const IndexedAccount::Ptr& account) { return account->id(); }
  static absl::string_view Id(absl::string_view id) { return id; }
  template <typename A, typename B>
  bool operator()(const A& a, const B& b) const {
    return Id(a) < Id(b);
  }
};

using AccountSet = absl::btree_set<IndexedAccount*, ById>;

// The accounts with one derived state.
struct AccountGroup {
  DerivedState derived;
  AccountSet members;
};

// Accounts by derived state. There are as many groups as there are states in
// use, which are few: accounts miss the same permissions again and again.
class AccountGroups {
 public:
  // The account must be in no group.
  void Insert(IndexedAccount* account, const DerivedState& derived);
  void Erase(IndexedAccount* account);

  // Calls `visit` with each group. No group is empty.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (const auto& [key, group] : groups_) visit(group);
  }

  // The accounts of all the groups for which `wanted` is true, in order of id,
  // from the first one after `after`, at most `limit`. The cost grows with the
  // page and the number of groups, not with the number of accounts.
  template <typename Wanted>
  std::vector<const IndexedAccount*> Page(Wanted wanted, absl::string_view after,
                                          size_t limit) const {
    std::vector<const AccountGroup*> chosen;
    ForEach([&](const AccountGroup& group) {
      if (wanted(group.derived)) chosen.push_back(&group);
    });
    return Merge(chosen, after, limit);
  }

 private:
  static std::vector<const IndexedAccount*> Merge(const std::vector<const AccountGroup*>& groups,
                                                  absl::string_view after, size_t limit);

  // A map, because accounts point to their groups.
  std::map<std::pair<v1::LinkState, MissingSet>, AccountGroup> groups_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_GROUPS_H_
