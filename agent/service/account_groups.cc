#include "agent/service/account_groups.h"

#include <queue>

namespace linkstat::service {
namespace {

// The position of the merge in one group.
struct Cursor {
  AccountSet::const_iterator next;
  AccountSet::const_iterator end;
};

struct LaterId {
  bool operator()(const Cursor& a, const Cursor& b) const {
    return (*a.next)->id() > (*b.next)->id();
  }
};

}  // namespace

void AccountGroups::Insert(IndexedAccount* account, const DerivedState& derived) {
  AccountGroup& group = groups_[{derived.state, derived.missing}];
  group.derived = derived;
  // Accounts added in order of id, as when all are derived again, cost no
  // search.
  group.members.insert(group.members.end(), account);
  account->group = &group;
}

void AccountGroups::Erase(IndexedAccount* account) {
  AccountGroup& group = *account->group;
  group.members.erase(account);
  account->group = nullptr;
  if (group.members.empty()) groups_.erase({group.derived.state, group.derived.missing});
}

std::vector<const IndexedAccount*> AccountGroups::Merge(
    const std::vector<const AccountGroup*>& groups, absl::string_view after, size_t limit) {
  std::priority_queue<Cursor, std::vector<Cursor>, LaterId> cursors;
  for (const AccountGroup* group : groups) {
    const Cursor cursor{group->members.upper_bound(after), group->members.end()};
    if (cursor.next != cursor.end) cursors.push(cursor);
  }
  std::vector<const IndexedAccount*> page;
  while (page.size() < limit && !cursors.empty()) {
    Cursor cursor = cursors.top();
    cursors.pop();
    page.push_back(*cursor.next);
    if (++cursor.next != cursor.end) cursors.push(cursor);
  }
  return page;
}

}  // namespace linkstat::service
