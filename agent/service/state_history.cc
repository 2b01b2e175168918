#include "agent/service/state_history.h"

#include <iterator>
#include <utility>

#include "agent/service/proto_time.h"

namespace linkstat::service {
namespace {

using store::v1::StoredAccount;

v1::LinkState StateUnder(const core::Snapshot& snapshot, const StoredAccount& account) {
  return core::EvaluateAccount(snapshot, FactsOf(account)).state;
}

// Since when the account is in the state that its last write left it in.
std::optional<absl::Time> MarkedSince(const StoredAccount& account) {
  if (!account.state_mark().has_since()) return std::nullopt;
  return TimeOf(account.state_mark().since());
}

}  // namespace

core::AccountFacts FactsOf(const StoredAccount& account) {
  core::AccountFacts facts;
  facts.identity = &account.identity();
  facts.transitioning = account.transitioning();
  facts.relinked = account.has_relinked_at();
  if (account.has_observed()) facts.observed = &account.observed();
  if (account.has_form()) facts.form = &account.form();
  return facts;
}

StateHistory::StateHistory(const catalog::Registry& registry)
    : StateHistory(registry, registry.Current()) {}

StateHistory::StateHistory(const catalog::Registry& registry, core::SnapshotPtr snapshot)
    : snapshot_(std::move(snapshot)), versions_(registry.UpTo(snapshot_->revision())) {}

std::optional<absl::Time> StateHistory::Since(const StoredAccount& account,
                                              v1::LinkState state) const {
  if (versions_.empty()) return std::nullopt;
  const store::v1::StateMark& mark = account.state_mark();
  const bool was_left_so = mark.state() == state;
  const absl::Time written_at =
      account.has_state_mark() ? TimeOf(mark.written_at()) : absl::InfinitePast();
  // Back through the catalogs that were served after the write.
  for (auto version = versions_.rbegin(); version->served_since > written_at; ++version) {
    const auto before = std::next(version);
    if (before == versions_.rend()) {
      const bool is_first_of_all = version->number == 1;
      return is_first_of_all && was_left_so ? MarkedSince(account) : std::nullopt;
    }
    if (StateUnder(*before->snapshot, account) != state) return version->served_since;
  }
  // A write that began under an older catalog can have left another state.
  return was_left_so ? MarkedSince(account) : written_at;
}

TimedState StateHistory::StateOf(const StoredAccount& account) const {
  const v1::LinkState state = StateUnder(*snapshot_, account);
  return {state, Since(account, state)};
}

void StateHistory::Mark(const std::optional<TimedState>& before, absl::Time now,
                        StoredAccount& account) const {
  store::v1::StateMark& mark = *account.mutable_state_mark();
  mark.set_state(StateUnder(*snapshot_, account));
  SetTime(now, *mark.mutable_written_at());
  const bool stays = before.has_value() && before->state == mark.state();
  const std::optional<absl::Time> since = stays ? before->since : now;
  mark.clear_since();
  if (since.has_value()) SetTime(*since, *mark.mutable_since());
}

}  // namespace linkstat::service
