#include "client/cli/output/progress.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "agent/core/text_layout.h"
#include "client/cli/output/table.h"

namespace linkstat::cli {
namespace {

constexpr int kBarWidth = 30;
constexpr char kClearLine[] = "\r\x1b[K";

}  // namespace

void Progress::Show(int64_t done, int64_t lines) {
  if (!shown_) return;
  out_ << kClearLine;
  if (whole_.has_value() && *whole_ > 0) {
    const int64_t part = std::min(done, *whole_);
    const std::string bar = Bar(part, *whole_, kBarWidth);
    const std::string rest(static_cast<size_t>(kBarWidth - core::DisplayWidth(bar)), ' ');
    out_ << absl::StrFormat("[%s%s] %3d %%  ", bar, rest, part * 100 / *whole_);
  }
  out_ << lines << " lines";
  out_.flush();
  visible_ = true;
}

void Progress::Clear() {
  if (!visible_) return;
  out_ << kClearLine;
  out_.flush();
  visible_ = false;
}

}  // namespace linkstat::cli
