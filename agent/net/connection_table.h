#ifndef LINKSTAT_AGENT_NET_CONNECTION_TABLE_H_
#define LINKSTAT_AGENT_NET_CONNECTION_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "agent/base/deadline.h"
#include "agent/base/mutex.h"

namespace linkstat::net {

// The peer of a connected socket, exactly as gRPC writes context->peer(): `ipv4:127.0.0.1:40000` or
// `ipv6:%5B::1%5D:40000`. An IPv4 peer of an IPv6 socket is an IPv4 peer. Empty where the name
// would not distinguish connections: unix sockets, and peers that are gone.
std::string PeerName(int socket);

// The connections that gRPC owns and closes without notice. A socket's cookie, which the
// kernel never uses twice, shows whether a descriptor's number is still the same connection.
// That needs no further descriptor, and no lock in common with the owner: a check of 10,000
// takes some milliseconds. Thread-safe.
class ConnectionTable {
 public:
  // A connection as Look returns it.
  struct Seen {
    // Of this connection alone.
    uint64_t cookie = 0;
    // See PeerName.
    std::string peer;
    // What came from the peer so far, as TCP counts it; 0 for other sockets.
    uint64_t bytes_received = 0;
    // What the owner has read of that, or a little less.
    uint64_t bytes_read = 0;
  };

  // Holds `most` connections.
  explicit ConnectionTable(size_t most) : most_(most) {}

  // Adds an open connection before its owner can close it. False when the table is full:
  // the caller closes the connection, and it counts as refused.
  bool Add(int socket) ABSL_LOCKS_EXCLUDED(mutex_);

  // The connections open now, or a few milliseconds ago.
  size_t CountOpen() ABSL_LOCKS_EXCLUDED(mutex_);

  // Those of them that have a peer's name.
  std::vector<Seen> Look() ABSL_LOCKS_EXCLUDED(mutex_);

  // Resets the TCP connection to `peer`, written as PeerName does: what is in
  // transit in either direction is discarded, both sides get an error, and the owner closes
  // it. Look no longer returns it. False when there is none.
  bool Cut(const std::string& peer) ABSL_LOCKS_EXCLUDED(mutex_);

  // Connections not taken since the start.
  uint64_t refused() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Entry {
    // 0 where nothing is known of a descriptor's number.
    uint64_t cookie = 0;
    std::string peer;
  };

  void ForgetClosed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t most_;
  mutable Mutex mutex_;
  // By the descriptor's number.
  std::vector<Entry> entries_ ABSL_GUARDED_BY(mutex_);
  // Entries with a cookie; some may be closed by now.
  size_t known_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  SteadyTime last_sweep_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace linkstat::net

#endif  // LINKSTAT_AGENT_NET_CONNECTION_TABLE_H_
