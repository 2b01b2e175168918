#include "agent/net/connection_table.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::net {
namespace {

// A full table is not swept more often: a client that opens connections quickly must not
// make that expensive.
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

std::string V4Name(const in_addr& address, in_port_t port) {
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &address, text.data(), text.size());
  return absl::StrCat("ipv4:", text.data(), ":", ntohs(port));
}

std::string V6Name(const sockaddr_in6& peer) {
  if (IN6_IS_ADDR_V4MAPPED(&peer.sin6_addr)) {
    in_addr v4;
    std::memcpy(&v4, &peer.sin6_addr.s6_addr[12], sizeof(v4));
    return V4Name(v4, peer.sin6_port);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET6, &peer.sin6_addr, text.data(), text.size());
  return absl::StrCat("ipv6:%5B", text.data(), "%5D:", ntohs(peer.sin6_port));
}

}  // namespace

std::string PeerName(int socket) {
  sockaddr_storage peer{};
  socklen_t size = sizeof(peer);
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return "";
  if (peer.ss_family == AF_INET6) return V6Name(reinterpret_cast<const sockaddr_in6&>(peer));
  if (peer.ss_family != AF_INET) return "";
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer);
  return V4Name(v4.sin_addr, v4.sin_port);
}

bool ConnectionTable::Add(int socket) {
  const MutexLock lock(&mutex_);
  if (entries_.size() <= static_cast<size_t>(socket)) entries_.resize(socket + 1);
  Entry& entry = entries_[socket];
  // The earlier connection with this number is closed.
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
    // Read after the bytes, which then are this connection's.
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
    // Between a check of the number and the reset, the owner could close it and the number
    // be another file's. A duplicate cannot change.
    const FileDescriptor own(::fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 0));
    if (own.valid() && CookieOf(own.get()) == entry.cookie) {
      if (!Reset(own.get())) return false;
      // Open until its owner closes it, but not listed again.
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
