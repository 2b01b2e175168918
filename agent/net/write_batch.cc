#include "agent/net/write_batch.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>

#include "agent/net/connection_table.h"

namespace linkstat::net {
namespace {

// Fails for what is no TCP socket, and changes nothing then.
bool SetCork(int socket, int on) {
  return ::setsockopt(socket, IPPROTO_TCP, TCP_CORK, &on, sizeof(on)) == 0;
}

}  // namespace

void PeerTable::Add(int socket) {
  std::string peer = PeerName(socket);
  const MutexLock lock(&mutex_);
  const auto number = static_cast<size_t>(socket);
  if (peers_.size() <= number) peers_.resize(number + 1);
  const auto before = sockets_.find(peers_[number]);
  if (before != sockets_.end() && before->second == socket) sockets_.erase(before);
  if (!peer.empty()) sockets_[peer] = socket;
  peers_[number] = std::move(peer);
}

int PeerTable::Find(const std::string& peer) const {
  const MutexLock lock(&mutex_);
  const auto found = sockets_.find(peer);
  return found == sockets_.end() ? -1 : found->second;
}

// A number that is another connection's by now is released with the others, and loses
// nothing.
void WriteBatch::Hold(const std::string& peer) {
  const int socket = peers_->Find(peer);
  if (socket < 0 || std::find(held_.begin(), held_.end(), socket) != held_.end()) return;
  if (SetCork(socket, 1)) held_.push_back(socket);
}

void WriteBatch::Release() {
  for (const int socket : held_) SetCork(socket, 0);
  held_.clear();
}

}  // namespace linkstat::net
