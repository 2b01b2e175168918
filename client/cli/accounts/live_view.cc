#include "client/cli/accounts/live_view.h"

#include "absl/strings/str_cat.h"

namespace linkstat::cli {
namespace {

constexpr absl::Duration kPause = absl::Milliseconds(100);

constexpr char kFollowing[] = "Watching for changes; Ctrl-C stops.";

// Lines that are too long are cut instead of going on in the next one.
constexpr char kNoWrap[] = "\x1b[?7l";
constexpr char kWrap[] = "\x1b[?7h";
constexpr char kEraseRestOfLine[] = "\x1b[K";
constexpr char kEraseBelow[] = "\x1b[J";

}  // namespace

LiveView::LiveView(const Terminal& terminal, std::ostream& out)
    : terminal_(terminal), out_(out), status_(kFollowing) {
  painter_.emplace(
      PeriodicThread::Options{
          .name = "live-view", .first = absl::InfiniteDuration(), .rest = kPause},
      [this](bool /*woken*/) {
        Draw();
        return absl::InfiniteDuration();
      });
}

LiveView::~LiveView() {
  painter_.reset();
  Draw();
}

absl::Status LiveView::Show(const v1::WatchLinkedAccountsResponse& event) {
  const MutexLock lock(&mutex_);
  if (!out_) return absl::DataLossError("cannot write the output");
  board_.Apply(event);
  status_ = kFollowing;
  painter_->Wake();
  return absl::OkStatus();
}

void LiveView::ShowLoss(const absl::Status& why, absl::Duration wait) {
  const MutexLock lock(&mutex_);
  status_ = absl::StrCat("Connection lost (", absl::StatusCodeToString(why.code()),
                         "); retrying in ", absl::FormatDuration(wait), ".");
  painter_->Wake();
}

void LiveView::Draw() {
  const MutexLock lock(&mutex_);
  out_ << kNoWrap;
  if (drawn_lines_ > 0) out_ << "\x1b[" << drawn_lines_ << 'F';
  const std::vector<std::string> lines = board_.Lines(terminal_, status_);
  for (const std::string& line : lines) out_ << line << kEraseRestOfLine << '\n';
  out_ << kEraseBelow << kWrap;
  out_.flush();
  drawn_lines_ = lines.size();
}

}  // namespace linkstat::cli
