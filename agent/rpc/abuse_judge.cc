#include "agent/rpc/abuse_judge.h"

#include <algorithm>

namespace linkstat::rpc {

Abuse AbuseJudge::Judge(uint64_t bytes, const StreamCounts& counts, absl::Time now) {
  const int64_t progress = counts.messages + counts.succeeded;
  if (progress != progress_) {
    progress_ = progress;
    progress_bytes_ = bytes;
  }
  const int64_t resets = counts.failed - before_.failed;
  const int64_t ended = counts.succeeded - before_.succeeded + resets;
  const absl::Duration passed = std::max(now - begin_, absl::Seconds(1));
  // A clock that was set back begins anew as well.
  if (now - begin_ > absl::Seconds(1) || now < begin_) {
    begin_ = now;
    before_ = counts;
  }
  if (resets > kMaxResets * absl::FDivDuration(passed, absl::Seconds(1)) && resets * 2 > ended)
    return Abuse::kResets;
  if (counts.open() > kOpenFactor * max_streams_) return Abuse::kStreams;
  if (bytes - progress_bytes_ > kMaxIdleBytes) return Abuse::kBytes;
  return Abuse::kNone;
}

}  // namespace linkstat::rpc
