#ifndef LINKSTAT_CLIENT_CLI_ACCOUNTS_LIVE_VIEW_H_
#define LINKSTAT_CLIENT_CLI_ACCOUNTS_LIVE_VIEW_H_

#include <optional>
#include <ostream>
#include <string>

#include "agent/base/mutex.h"
#include "agent/base/periodic_thread.h"
#include "client/cli/accounts/account_board.h"
#include "client/cli/accounts/account_follower.h"
#include "client/cli/streams.h"

namespace linkstat::cli {

// Shows the board on a terminal and redraws it in its place when it has
// changed, at most ten times a second.
class LiveView final : public ChangeView {
 public:
  // `out` must outlive the view, and belongs to it as long as it lives.
  LiveView(const Terminal& terminal, std::ostream& out);
  // Draws the last state.
  ~LiveView() override;

  // DATA_LOSS when the terminal is gone.
  absl::Status Show(const v1::WatchLinkedAccountsResponse& event) override;
  void ShowLoss(const absl::Status& why, absl::Duration wait) override;

 private:
  void Draw();

  const Terminal terminal_;
  Mutex mutex_;
  std::ostream& out_ ABSL_GUARDED_BY(mutex_);
  AccountBoard board_ ABSL_GUARDED_BY(mutex_);
  std::string status_ ABSL_GUARDED_BY(mutex_);
  size_t drawn_lines_ ABSL_GUARDED_BY(mutex_) = 0;
  // Draws after each change.
  std::optional<PeriodicThread> painter_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_ACCOUNTS_LIVE_VIEW_H_
