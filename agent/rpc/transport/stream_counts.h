#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_STREAM_COUNTS_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_STREAM_COUNTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"

namespace linkstat::rpc {

// What gRPC counted on a connection since its begin.
struct StreamCounts {
  int64_t started = 0;
  // Ended with the agent's status.
  int64_t succeeded = 0;
  // Ended otherwise, by the client's cancelling above all.
  int64_t failed = 0;
  // Whole messages, from the client and to it.
  int64_t messages = 0;

  int64_t open() const { return started - succeeded - failed; }
};

// Reads gRPC's channelz, which counts streams that never become a call as well. Not
// thread-safe.
class StreamCounter {
 public:
  // The counts of the connection to `peer`, as net::PeerName writes it; absent
  // when gRPC does not know it, or no more. A few tens of microseconds. Peers
  // outside of `open` are forgotten now and then.
  std::optional<StreamCounts> Count(const std::string& peer,
                                    const absl::flat_hash_set<std::string>& open);

 private:
  void LearnNewSockets(const absl::flat_hash_set<std::string>& open);

  // Channelz' number of each socket; newer ones are greater.
  std::map<std::string, int64_t> ids_;
  int64_t next_id_ = 0;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_STREAM_COUNTS_H_
