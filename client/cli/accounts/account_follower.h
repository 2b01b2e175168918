#ifndef LINKSTAT_CLIENT_CLI_ACCOUNTS_ACCOUNT_FOLLOWER_H_
#define LINKSTAT_CLIENT_CLI_ACCOUNTS_ACCOUNT_FOLLOWER_H_

#include <stop_token>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "linkstat/client.h"

namespace linkstat::cli {

// Where the changes of linked accounts are shown.
class ChangeView {
 public:
  virtual ~ChangeView() = default;

  // Shows a message of the stream. An error ends the watch.
  virtual absl::Status Show(const v1::WatchLinkedAccountsResponse& event) = 0;

  // The stream was lost and is resumed after `wait`.
  virtual void ShowLoss(const absl::Status& why, absl::Duration wait) = 0;
};

// Shows every change until `stop` is requested (then OK) or the agent returns
// an error that a retry would not change. A stream that was lost is resumed from
// the last message, after a wait that grows as long as nothing comes; an agent
// that was never reached is an error.
absl::Status FollowAccounts(Client& client, v1::WatchLinkedAccountsRequest request,
                            ChangeView& view, const std::stop_token& stop);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_ACCOUNTS_ACCOUNT_FOLLOWER_H_
