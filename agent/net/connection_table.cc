#include "agent/net/connection_table.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

#include "agent/base/file_descriptor.h"
#include "agent/net/peer_name.h"

namespace linkstat::net {
namespace {

// A full table is not asked more often whether some are closed: whoever opens
// connections in a hurry must not make that dear.
constexpr auto kSweepPause = std::chrono::milliseconds(20);

// 0 for what is no socket, or not open.
uint64_t CookieOf(int socket) {
  uint64_t cookie = 0;
  socklen_t size = sizeof(cookie);
  return ::getsockopt(socket, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0 ? cookie : 0;
}

uint64_t BytesReceived(int socket) {
  tcp_info info{};
  socklen_t size = sizeof(info);
  return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_received
                                                                        : 0;
}

uint64_t BytesUnread(int socket) {
  int bytes = 0;
  return ::ioctl(socket, SIOCINQ, &bytes) == 0 ? bytes : 0;
}

// A shutdown, for where a reset is not allowed, leaves the owner all that has already
// come, and waits for a peer that does not read to take all that was already sent.
bool Reset(int socket) {
  const sockaddr nobody{AF_UNSPEC, {}};
  return ::connect(socket, &nobody, sizeof(nobody)) == 0 || ::shutdown(socket, SHUT_RDWR) == 0;
}

}  // namespace

bool ConnectionTable::Add(int socket) {
  const MutexLock lock(&mutex_);
  if (entries_.size() <= static_cast<size_t>(socket)) entries_.resize(socket + 1);
  Entry& entry = entries_[socket];
  // The connection that had the number before is closed.
  if (entry.cookie != 0) --known_;
  entry = {};
  if (known_ >= most_) ForgetClosed();
  if (known_ >= most_) {
    ++refused_;
    return false;
  }
  entry = {CookieOf(socket), PeerName(socket)};
  ++known_;
  return true;
}

void ConnectionTable::ForgetClosed() {
  if (SteadyNow() - last_sweep_ < kSweepPause) return;
  for (size_t fd = 0; fd < entries_.size(); ++fd) {
    Entry& entry = entries_[fd];
    if (entry.cookie == 0 || CookieOf(static_cast<int>(fd)) == entry.cookie) continue;
    entry = {};
    --known_;
  }
  last_sweep_ = SteadyNow();
}

size_t ConnectionTable::CountOpen() {
  const MutexLock lock(&mutex_);
  ForgetClosed();
  return known_;
}

std::vector<ConnectionTable::Seen> ConnectionTable::Look() {
  const MutexLock lock(&mutex_);
  std::vector<Seen> seen;
  for (size_t fd = 0; fd < entries_.size(); ++fd) {
    const Entry& entry = entries_[fd];
    if (entry.peer.empty()) continue;
    const uint64_t received = BytesReceived(static_cast<int>(fd));
    const uint64_t unread = std::min(BytesUnread(static_cast<int>(fd)), received);
    // Asked after the bytes: they are this connection's, then.
    if (CookieOf(static_cast<int>(fd)) == entry.cookie) {
      seen.push_back({entry.cookie, entry.peer, received, received - unread});
    }
  }
  return seen;
}

bool ConnectionTable::Cut(const std::string& peer) {
  const MutexLock lock(&mutex_);
  if (peer.empty()) return false;
  for (size_t fd = 0; fd < entries_.size(); ++fd) {
    Entry& entry = entries_[fd];
    if (entry.peer != peer) continue;
    // Between a look at the number and the cut, the owner could close it and
    // the number mean something else. A descriptor of our own cannot change.
    const FileDescriptor own(::fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 0));
    if (own.valid() && CookieOf(own.get()) == entry.cookie) {
      if (!Reset(own.get())) return false;
      // Open until its owner closes it, but not to be looked at again.
      entry.peer.clear();
      return true;
    }
  }
  return false;
}

uint64_t ConnectionTable::refused() const {
  const MutexLock lock(&mutex_);
  return refused_;
}

}  // namespace linkstat::net
