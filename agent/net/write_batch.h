#ifndef LINKSTAT_AGENT_NET_WRITE_BATCH_H_
#define LINKSTAT_AGENT_NET_WRITE_BATCH_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "agent/base/mutex.h"

namespace linkstat::net {

// The descriptors of TCP connections, by their peers. Thread-safe.
class PeerTable {
 public:
  // Adds an open connection in place of an earlier one with the same number.
  void Add(int socket) ABSL_LOCKS_EXCLUDED(mutex_);

  // The number of the connection with this peer, written as PeerName does; -1 without one.
  // Its owner may have closed it since, and the number may be another file's.
  int Find(const std::string& peer) const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable Mutex mutex_;
  absl::flat_hash_map<std::string, int> sockets_ ABSL_GUARDED_BY(mutex_);
  // By the descriptor's number.
  std::vector<std::string> peers_ ABSL_GUARDED_BY(mutex_);
};

// Holds back what is written to TCP connections until Release, so that the kernel
// sends the small writes of one step as one (TCP_CORK). gRPC makes a system call for
// each answer; most of what that costs is the sending. Not thread-safe.
class WriteBatch {
 public:
  // `peers` must outlive the batch.
  explicit WriteBatch(const PeerTable* peers) : peers_(peers) {}

  // Holds back what is written to the connection from now on; does nothing for a peer
  // that is not known.
  void Hold(const std::string& peer);

  // Sends what was held back.
  void Release();

 private:
  const PeerTable* const peers_;
  std::vector<int> held_;
};

}  // namespace linkstat::net

#endif  // LINKSTAT_AGENT_NET_WRITE_BATCH_H_
