#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_HTTP2_ABUSE_MONITOR_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_HTTP2_ABUSE_MONITOR_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "agent/base/periodic_thread.h"
#include "agent/net/connection_table.h"
#include "agent/rpc/transport/abuse_detector.h"
#include "agent/rpc/transport/stream_counts.h"
#include "agent/rpc/transport/transport_limits.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::rpc {

// Checks the connections twenty times a second, a hundred times while one has more streams
// open than it may (less often when there are thousands), on a thread of its own, and cuts
// those that abuse the transport, which gRPC itself does not. Only those that receive many
// bytes are examined, the busiest first, and calls pay nothing. Connections of unix sockets
// are not checked: the file's permissions decide which clients may connect there. Memory is
// returned to the system when connections are gone and when a load is over. Thread-safe.
class Http2AbuseMonitor {
 public:
  // `connections`, which have these limits, and `log` must outlive the monitor.
  Http2AbuseMonitor(net::ConnectionTable* connections, const TransportLimits& limits,
                    const telemetry::Log* log);

  // Appends how many connections were cut, by reason.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  struct Watched {
    AbuseDetector judge;
    // Read when it was last examined: it is examined again for the bytes beyond these, also
    // when no more are sent.
    uint64_t bytes = 0;
    // Had more streams open than it may: examined again when no other is busier.
    bool crowded = false;
    // The last round that found it open.
    uint64_t round = 0;
  };

  // Returns the pause until the next round.
  absl::Duration Run();
  // Whether some connection has more streams open than it may, and must be examined again
  // soon.
  bool Examine();
  void Judge(const net::ConnectionTable::Seen& seen, Abuse abuse);
  // Returns memory to the system when it is due.
  void ReturnMemory();

  net::ConnectionTable* const connections_;
  const TransportLimits limits_;
  // A connection that received this since it was last examined is examined again.
  const uint64_t noticeable_bytes_;
  const telemetry::Log* const log_;
  StreamCounter counter_;
  // By cookie.
  absl::flat_hash_map<uint64_t, Watched> watched_;
  uint64_t round_ = 0;
  // Connections, since memory was last returned for them.
  size_t most_open_ = 0;
  // Rounds until memory is returned, again and again while it is not 0.
  int rounds_to_return_ = 0;
  // By reason.
  std::array<std::atomic<uint64_t>, static_cast<size_t>(Abuse::kBytes) + 1> cut_{};
  // The last member: it uses the others.
  PeriodicThread thread_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_HTTP2_ABUSE_MONITOR_H_
