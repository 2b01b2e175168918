#include "client/cli/accounts/live_view.h"

#include <chrono>

#include "absl/strings/str_cat.h"

namespace linkstat::cli {
namespace {

constexpr std::chrono::milliseconds kPause(100);

constexpr char kFollowing[] = "Watching for changes; Ctrl-C stops.";

// Lines that are too long are cut instead of going on in the next one.
constexpr char kNoWrap[] = "\x1b[?7l";
constexpr char kWrap[] = "\x1b[?7h";
constexpr char kEraseRestOfLine[] = "\x1b[K";
constexpr char kEraseBelow[] = "\x1b[J";

}  // namespace

LiveView::LiveView(const Terminal& terminal, std::ostream& out)
    : terminal_(terminal),
      out_(out),
      status_(kFollowing),
      painter_([this](const std::stop_token& stop) { DrawChanges(stop); }) {}

LiveView::~LiveView() {
  painter_.request_stop();
  painter_.join();
  Draw();
}

absl::Status LiveView::Show(const v1::WatchLinkedAccountsResponse& event) {
  const std::lock_guard lock(mutex_);
  if (!out_) return absl::DataLossError("cannot write the output");
  board_.Apply(event);
  status_ = kFollowing;
  stale_ = true;
  changed_.notify_one();
  return absl::OkStatus();
}

void LiveView::ShowLoss(const absl::Status& why, absl::Duration wait) {
  const std::lock_guard lock(mutex_);
  status_ = absl::StrCat("Connection lost (", absl::StatusCodeToString(why.code()),
                         "); retrying in ", absl::FormatDuration(wait), ".");
  stale_ = true;
  changed_.notify_one();
}

void LiveView::DrawChanges(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return stale_; })) {
    Draw();
    stale_ = false;
    changed_.wait_for(lock, stop, kPause, [] { return false; });
  }
}

void LiveView::Draw() {
  out_ << kNoWrap;
  if (drawn_lines_ > 0) out_ << "\x1b[" << drawn_lines_ << 'F';
  const std::vector<std::string> lines = board_.Lines(terminal_, status_);
  for (const std::string& line : lines) out_ << line << kEraseRestOfLine << '\n';
  out_ << kEraseBelow << kWrap;
  out_.flush();
  drawn_lines_ = lines.size();
}

}  // namespace linkstat::cli
