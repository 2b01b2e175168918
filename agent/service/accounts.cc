#include "agent/service/accounts.h"

#include <utility>

namespace linkstat::service {

Accounts::Accounts(Parts parts)
    : store_(std::move(parts.store)),
      registry_(parts.registry),
      clock_(parts.clock, parts.observation_tolerance),
      future_replaced_(std::move(parts.future_replaced)),
      health_(std::move(parts.store_health_changed)),
      index_(registry_),
      accounts_(store_.get(), &index_, &health_),
      ring_(ChangeRing::Limits{}),
      create_(&accounts_, registry_, &clock_, parts.random, std::move(parts.settings)),
      find_(&accounts_, registry_, &clock_),
      list_(&accounts_, registry_, &clock_),
      remove_(&accounts_),
      report_(&accounts_, registry_, &clock_, future_replaced_),
      preview_(&accounts_, registry_),
      linking_(&accounts_, registry_) {}

std::unique_ptr<Accounts> Accounts::Start(Parts parts) {
  auto loaded = std::move(parts.loaded);
  std::unique_ptr<Accounts> accounts(new Accounts(std::move(parts)));
  AccountFollower::Parts follower = {accounts->store_.get(), accounts->registry_,
                                     &accounts->accounts_, &accounts->ring_, &accounts->health_};
  follower.loaded = std::move(loaded);
  accounts->follower_ = AccountFollower::Start(follower);
  return accounts;
}

std::unique_ptr<ReportStream> Accounts::NewReportStream() {
  return std::make_unique<ReportStream>(&accounts_, registry_, &clock_, future_replaced_);
}

AccountWatch::Parts Accounts::WatchParts() { return {&accounts_, &ring_, registry_, &clock_}; }

}  // namespace linkstat::service
