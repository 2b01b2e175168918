#include "agent/rpc/transport/abuse_detector.h"

#include <algorithm>

namespace linkstat::rpc {

bool AbuseDetector::SendsNothing(uint64_t bytes, const StreamCounts& counts, SteadyTime now) {
  const int64_t progress = counts.messages + counts.succeeded;
  if (progress != progress_) {
    progress_ = progress;
    progress_bytes_ = bytes;
    sending_since_.reset();
  }
  const uint64_t idle = bytes - progress_bytes_;
  if (idle > 0 && !sending_since_) sending_since_ = now;
  return idle > kMaxIdleBytes ||
         (idle > kMaxSlowBytes && absl::FromChrono(now - *sending_since_) >= kSlow);
}

Abuse AbuseDetector::Judge(uint64_t bytes, const StreamCounts& counts, SteadyTime now) {
  const bool sends_nothing = SendsNothing(bytes, counts, now);
  const int64_t resets = counts.failed - before_.failed;
  const int64_t ended = counts.succeeded - before_.succeeded + resets;
  const absl::Duration since = absl::FromChrono(now - begin_);
  const absl::Duration passed = std::max(since, absl::Seconds(1));
  if (since > absl::Seconds(1)) {
    begin_ = now;
    before_ = counts;
  }
  if (resets > kMaxResets * absl::FDivDuration(passed, absl::Seconds(1)) && resets * 2 > ended)
    return Abuse::kResets;
  if (counts.open() > max_open_) return Abuse::kStreams;
  if (sends_nothing) return Abuse::kBytes;
  return Abuse::kNone;
}

}  // namespace linkstat::rpc
