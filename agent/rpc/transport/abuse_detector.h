#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_ABUSE_DETECTOR_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_ABUSE_DETECTOR_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "agent/base/deadline.h"
#include "agent/rpc/transport/stream_counts.h"
#include "agent/rpc/transport/transport_limits.h"

namespace linkstat::rpc {

// What no correct client does.
enum class Abuse {
  kNone,
  // Opens streams and resets them, a thousand and more a second.
  kResets,
  // Has many more streams open than the server allows.
  kStreams,
  // Sends bytes that become neither a message nor a call.
  kBytes,
};

// Judges one connection by how its counts move.
class AbuseDetector {
 public:
  // Streams a second that end otherwise than with a status, when they are more
  // than half of those that end.
  static constexpr int64_t kMaxResets = 1'000;
  // Open streams, as a multiple of those allowed: streams that were reset and are
  // not cleared away yet give a correct client some more. One that never acknowledges the
  // limit is bounded by nothing else.
  static constexpr int64_t kOpenFactor = 2;
  // Bytes since the last message or the last call that ended well. A message
  // counts when the agent takes it, and a correct client that sends large ones is far ahead
  // of that while the agent is busy: by what the system's buffers and the windows of HTTP/2
  // hold.
  static constexpr uint64_t kMaxIdleBytes = kMaxRequestSize + (32 << 20);
  // Likewise when nothing has come of them for a while: a header without end costs
  // more with each byte.
  static constexpr uint64_t kMaxSlowBytes = kMaxRequestSize + (1 << 20);
  static constexpr absl::Duration kSlow = absl::Seconds(3);

  // Of a connection that began at `begin`.
  AbuseDetector(const TransportLimits& limits, SteadyTime begin)
      : max_open_(MaxOpen(limits)), begin_(begin) {}

  // The most streams that may be open.
  static int64_t MaxOpen(const TransportLimits& limits) {
    return kOpenFactor * std::max(limits.streams, limits.streams_at_first);
  }

  // `bytes` received so far, and `counts` a little later.
  Abuse Judge(uint64_t bytes, const StreamCounts& counts, SteadyTime now);

 private:
  // Whether too much came since the last progress.
  bool SendsNothing(uint64_t bytes, const StreamCounts& counts, SteadyTime now);

  const int64_t max_open_;
  // What was counted up to here, a second ago or more.
  SteadyTime begin_;
  StreamCounts before_;
  // At the last message or good end.
  int64_t progress_ = 0;
  uint64_t progress_bytes_ = 0;
  // When more bytes were found first since then.
  std::optional<SteadyTime> sending_since_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_ABUSE_DETECTOR_H_
