#include "agent/service/list_accounts.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "agent/base/status_macros.h"
#include "agent/core/bounds.h"
#include "agent/core/request_checks.h"
#include "agent/core/text.h"
#include "agent/service/account_message.h"
#include "agent/service/errors.h"
#include "agent/service/request_checks.h"
#include "agent/service/token.h"

namespace linkstat::service {
namespace {

using Request = v1::ListLinkedAccountsRequest;
using Response = v1::ListLinkedAccountsResponse;

// What a request selects.
struct Filter {
  // UNSPECIFIED: any.
  v1::LinkState state;
  // The number of a permission that is missing. Absent: any.
  std::optional<int> missing;

  bool Accepts(v1::LinkState account_state, const std::vector<int>& account_missing) const {
    if (state != v1::LINK_STATE_UNSPECIFIED && state != account_state) return false;
    return !missing.has_value() ||
           std::binary_search(account_missing.begin(), account_missing.end(), *missing);
  }
};

// A page as the index has it.
struct IndexPage {
  core::SnapshotPtr snapshot;
  Filter filter;
  std::vector<std::string> ids;
};

// The number of the permission that `name` means, by id or by name.
std::optional<int> FindPermission(const core::Snapshot& snapshot, absl::string_view name) {
  const auto& permissions = snapshot.catalog().permissions();
  const auto by_id = std::find_if(permissions.begin(), permissions.end(),
                                  [&](const auto& entry) { return entry.id() == name; });
  if (by_id != permissions.end()) return static_cast<int>(by_id - permissions.begin());
  const std::optional<core::NameHit> hit = snapshot.permission_names().Find(name);
  if (!hit.has_value() || hit->entry >= permissions.size()) return std::nullopt;
  return hit->entry;
}

absl::StatusOr<Filter> ReadFilter(const core::Snapshot& snapshot, const Request& request) {
  FieldFaults faults;
  Filter filter{request.state(), std::nullopt};
  if (request.has_missing_permission()) {
    filter.missing = FindPermission(snapshot, request.missing_permission());
    if (!filter.missing.has_value()) {
      faults.Add("missing_permission", "is not a permission of the catalog");
    }
  }
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return filter;
}

absl::StatusOr<int> CheckBounds(const Request& request) {
  FieldFaults faults;
  if (!v1::LinkState_IsValid(request.state())) faults.Add("state", "is not a value of LinkState");
  if (request.has_missing_permission()) {
    auto fault = core::LineFault(request.missing_permission(), core::kMaxNameSize);
    if (fault.has_value()) faults.Add("missing_permission", *std::move(fault));
  }
  if (request.has_expected_revision()) {
    core::CheckRevision(request.expected_revision(), "expected_revision", faults);
  }
  const int page_size = ReadPageSize(request.page_size(), faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return page_size;
}

// The part of the request that a page token is bound to.
Request WithoutPage(Request request) {
  request.clear_page_size();
  request.clear_page_token();
  return request;
}

absl::StatusOr<IndexPage> ReadIndex(const AccountTable& table, const Request& request,
                                    absl::string_view after, int size) {
  LINKSTAT_RETURN_IF_ERROR(core::CheckExpectedRevision(*table.snapshot(), request));
  IndexPage page{table.snapshot(), {}, {}};
  LINKSTAT_ASSIGN_OR_RETURN(page.filter, ReadFilter(*table.snapshot(), request));
  const auto wanted = [&](const DerivedState& derived) {
    return page.filter.Accepts(derived.state, table.derivation().Permissions(derived.missing));
  };
  for (const IndexedAccount* account : table.groups().Page(wanted, after, size)) {
    page.ids.emplace_back(account->id());
  }
  return page;
}

}  // namespace

absl::StatusOr<Response> ListAccounts::List(const Request& request) const {
  LINKSTAT_ASSIGN_OR_RETURN(const int page_size, CheckBounds(request));
  LINKSTAT_RETURN_IF_ERROR(accounts_->index().CheckComplete());
  const Request bound = WithoutPage(request);
  const std::optional<std::string> after =
      OpenPageToken(accounts_->tokens(), bound, request.page_token());
  if (!after.has_value()) return InvalidToken("page_token");
  // One more than the page, to know whether another follows.
  LINKSTAT_ASSIGN_OR_RETURN(IndexPage page, accounts_->index().Read([&](const auto& table) {
    return ReadIndex(table, request, *after, page_size + 1);
  }));
  Response response;
  response.set_catalog_revision(page.snapshot->revision());
  if (page.ids.size() > static_cast<size_t>(page_size)) {
    page.ids.pop_back();
    response.set_next_page_token(SealPageToken(accounts_->tokens(), bound, page.ids.back()));
  }
  const StateHistory history(*registry_, page.snapshot);
  const ObservationTime now = clock_->Now();
  for (const std::string& id : page.ids) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::optional<AccountRecord> record, accounts_->Get(id));
    if (!record.has_value()) continue;
    const core::AccountEvaluation standing =
        core::EvaluateAccount(*page.snapshot, FactsOf(record->account));
    if (!page.filter.Accepts(standing.state, standing.missing)) continue;
    *response.add_linked_accounts() = MakeLinkedAccount(history, *record, now);
  }
  return response;
}

absl::StatusOr<v1::SummarizeLinkedAccountsResponse> ListAccounts::Summarize(
    const v1::SummarizeLinkedAccountsRequest& /*request*/) const {
  LINKSTAT_RETURN_IF_ERROR(accounts_->index().CheckComplete());
  return accounts_->index().Read([](const AccountTable& table) {
    const auto& permissions = table.snapshot()->catalog().permissions();
    std::map<v1::LinkState, int64_t> states;
    std::vector<int64_t> missing(permissions.size());
    table.groups().ForEach([&](const AccountGroup& group) {
      const auto size = static_cast<int64_t>(group.members.size());
      states[group.derived.state] += size;
      for (const int number : table.derivation().Permissions(group.derived.missing)) {
        missing[number] += size;
      }
    });
    v1::SummarizeLinkedAccountsResponse response;
    for (int state = v1::LinkState_MIN + 1; state <= v1::LinkState_MAX; ++state) {
      v1::StateCount& count = *response.add_states();
      count.set_state(static_cast<v1::LinkState>(state));
      count.set_accounts(states[count.state()]);
    }
    for (int i = 0; i < permissions.size(); ++i) {
      v1::MissingCount& count = *response.add_missing();
      count.set_permission_id(permissions[i].id());
      count.set_label(permissions[i].label());
      count.set_accounts(missing[i]);
    }
    response.set_catalog_revision(table.snapshot()->revision());
    return response;
  });
}

}  // namespace linkstat::service
