#include "client/cli/accounts/account_follower.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "agent/base/status_macros.h"

namespace linkstat::cli {
namespace {

constexpr absl::Duration kFirstWait = absl::Milliseconds(250);
constexpr absl::Duration kLongestWait = absl::Seconds(10);

// Whether the same call may work a little later. A connection that breaks shows
// in many ways; the other codes are the answer to the call itself.
bool MayPass(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return true;
    default:
      return false;
  }
}

void WaitUnlessStopped(absl::Duration wait, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop, absl::ToChronoNanoseconds(wait), [] { return false; });
}

}  // namespace

absl::Status FollowAccounts(Client& client, v1::WatchLinkedAccountsRequest request,
                            ChangeView& view, const std::stop_token& stop) {
  bool reached = false;
  absl::Duration wait = kFirstWait;
  absl::Status shown;
  const auto on_event = [&](const v1::WatchLinkedAccountsResponse& event) {
    reached = true;
    wait = kFirstWait;
    request.set_cursor(event.cursor());
    shown = view.Show(event);
    return shown.ok();
  };
  for (;;) {
    const absl::Status end = client.WatchLinkedAccounts(request, on_event, stop);
    LINKSTAT_RETURN_IF_ERROR(shown);
    if (end.ok() || !reached || !MayPass(end)) return end;
    view.ShowLoss(end, wait);
    WaitUnlessStopped(wait, stop);
    wait = std::min(2 * wait, kLongestWait);
  }
}

}  // namespace linkstat::cli
