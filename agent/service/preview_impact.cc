#include "agent/service/preview_impact.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "agent/base/status_macros.h"
#include "agent/catalog/queries.h"
#include "agent/service/derivation.h"
#include "agent/service/errors.h"
#include "agent/service/reason_tally.h"
#include "agent/service/request_checks.h"
#include "agent/service/token.h"

namespace linkstat::service {
namespace {

using Request = v1::PreviewCatalogImpactRequest;
using Response = v1::PreviewCatalogImpactResponse;

struct Page {
  std::string after;
  int size;
};

Request WithoutPage(const Request& request) {
  Request bound;
  *bound.mutable_catalog() = request.catalog();
  return bound;
}

// Fills an answer account by account, in order of id.
class Impact {
 public:
  Impact(const AccountTable& table, core::SnapshotPtr other, const Page& page)
      : table_(table),
        other_(std::move(other)),
        page_(page),
        derivation_(other_.get(), &table.observations()),
        tally_(&other_->catalog()) {}

  // `bound` is the part of the request that a page token is bound to.
  Response Answer(const TokenSealer& tokens, const Request& bound) {
    for (const auto& account : table_.accounts()) Look(*account);
    response_.set_from_revision(table_.snapshot()->revision());
    response_.set_to_revision(other_->revision());
    for (const auto& [states, accounts] : moves_) {
      v1::StateMove& move = *response_.add_moves();
      move.set_from(states.first);
      move.set_to(states.second);
      move.set_accounts(accounts);
    }
    tally_.WriteTo(*response_.mutable_reasons());
    if (more_) {
      const auto& last = *response_.accounts().rbegin();
      response_.set_next_page_token(SealPageToken(tokens, bound, last.id()));
    }
    return std::move(response_);
  }

 private:
  void Look(const IndexedAccount& account) {
    const v1::LinkState from = account.group->derived.state;
    const v1::LinkState to = derivation_.Derive(account.facts()).state;
    if (from == to) return;
    ++moves_[{from, to}];
    const std::vector<v1::StateReason> reasons =
        core::ReasonsFor(*other_, derivation_.EvaluationOf(account.facts()));
    tally_.Add(reasons);
    if (account.id() <= page_.after) return;
    if (response_.accounts_size() == page_.size) {
      more_ = true;
      return;
    }
    v1::MovingAccount& moving = *response_.add_accounts();
    moving.set_id(std::string(account.id()));
    moving.set_from(from);
    moving.set_to(to);
    moving.mutable_reasons()->Add(reasons.begin(), reasons.end());
  }

  const AccountTable& table_;
  const core::SnapshotPtr other_;
  const Page& page_;
  Derivation derivation_;
  ReasonTally tally_;
  std::map<std::pair<v1::LinkState, v1::LinkState>, int64_t> moves_;
  bool more_ = false;
  Response response_;
};

}  // namespace

absl::StatusOr<Response> PreviewImpact::Run(const Request& request) const {
  FieldFaults faults;
  if (!request.has_catalog()) faults.Add("catalog", "is absent");
  const core::SnapshotPtr served = registry_->Current();
  core::SnapshotPtr other =
      catalog::Resolve(*registry_, served, request.catalog(), "catalog", faults);
  Page page;
  page.size = ReadPageSize(request.page_size(), faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  if (other == nullptr) return catalog::RevisionNotKept(*served);
  const Request bound = WithoutPage(request);
  std::optional<std::string> after =
      OpenPageToken(accounts_->tokens(), bound, request.page_token());
  if (!after.has_value()) return InvalidToken("page_token");
  page.after = *std::move(after);
  LINKSTAT_RETURN_IF_ERROR(accounts_->index().CheckComplete());
  return accounts_->index().Read([&](const AccountTable& table) {
    return Impact(table, std::move(other), page).Answer(accounts_->tokens(), bound);
  });
}

}  // namespace linkstat::service
