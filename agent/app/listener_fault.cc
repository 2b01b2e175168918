#include "agent/app/listener_fault.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"

namespace linkstat::app {
namespace {

// A socket that is closed in the end.
class Socket {
 public:
  explicit Socket(int family) : fd_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int fd() const { return fd_; }

 private:
  const int fd_;
};

sockaddr_un UnixAddress(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  return address;
}

std::string Words(int error) {
  switch (error) {
    case EADDRINUSE:
      return "the address is in use";
    case EACCES:
      return "this user is not permitted to listen there";
    case EADDRNOTAVAIL:
      return "this machine has no such address";
    default:
      return std::strerror(error);
  }
}

// 0, or why a socket cannot listen there.
int TryListen(int family, const sockaddr* address, socklen_t size) {
  const Socket socket(family);
  const int on = 1;
  if (socket.fd() < 0 ||
      ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
      ::bind(socket.fd(), address, size) != 0 || ::listen(socket.fd(), 1) != 0) {
    return errno;
  }
  return 0;
}

int TryListenUnix(const std::string& path) {
  const sockaddr_un address = UnixAddress(path);
  const int error =
      TryListen(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  if (error == 0) ::unlink(path.c_str());
  return error;
}

std::string TcpFault(const ListenAddress& address) {
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string host = address.host == "localhost" ? "127.0.0.1" : address.host;
  if (::getaddrinfo(host.c_str(), absl::StrCat(address.port).c_str(), &hints, &found) != 0) {
    return "the host name means nothing to this machine";
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  const int error = TryListen(found->ai_family, found->ai_addr, found->ai_addrlen);
  return error == 0 ? "the address could not be had a moment ago" : Words(error);
}

}  // namespace

bool UnixSocketInUse(const ListenAddress& address) {
  if (address.unix_path.empty()) return false;
  const sockaddr_un target = UnixAddress(address.unix_path);
  const Socket socket(AF_UNIX);
  return ::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&target), sizeof(target)) == 0;
}

std::string ListenerFault(const ListenAddress& address) {
  if (address.unix_path.empty()) return TcpFault(address);
  const int error = TryListenUnix(address.unix_path);
  return error == 0 ? "the socket could not be had a moment ago" : Words(error);
}

}  // namespace linkstat::app
