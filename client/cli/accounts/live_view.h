#ifndef LINKSTAT_CLIENT_CLI_ACCOUNTS_LIVE_VIEW_H_
#define LINKSTAT_CLIENT_CLI_ACCOUNTS_LIVE_VIEW_H_

#include <condition_variable>
#include <mutex>
#include <ostream>
#include <stop_token>
#include <string>
#include <thread>

#include "client/cli/accounts/account_board.h"
#include "client/cli/accounts/account_follower.h"
#include "client/cli/streams.h"

namespace linkstat::cli {

// Shows the board on a terminal and redraws it in its place when it has
// changed, at most some times a second however fast the changes come.
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
  void DrawChanges(const std::stop_token& stop);
  // With the lock held.
  void Draw();

  const Terminal terminal_;
  std::ostream& out_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  AccountBoard board_;
  std::string status_;
  bool stale_ = false;
  size_t drawn_lines_ = 0;
  std::jthread painter_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_ACCOUNTS_LIVE_VIEW_H_
