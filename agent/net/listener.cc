#include "agent/net/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "agent/base/regular_file.h"
#include "agent/base/status_macros.h"

namespace linkstat::net {
namespace {

// Connections that the kernel holds ready; it lowers this to its own bound.
constexpr int kBacklog = 4096;
constexpr int kOn = 1;
// The most that the kernel holds of a connection that is not read. More would be read, and
// acted on, after the connection was cut.
constexpr int kReceiveBuffer = 128 << 10;

absl::Status Fault(int error) {
  switch (error) {
    case EADDRINUSE:
      return absl::UnavailableError("the address is in use");
    case EACCES:
    case EPERM:
      return absl::UnavailableError("this user is not permitted to listen there");
    case EADDRNOTAVAIL:
      return absl::UnavailableError("this machine has no such address");
    default:
      return absl::UnavailableError(std::strerror(error));
  }
}

FileDescriptor NewSocket(int family, int flags = 0) {
  return FileDescriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
}

bool SetOption(int fd, int level, int option, int value) {
  return ::setsockopt(fd, level, option, &value, sizeof(value)) == 0;
}

absl::StatusOr<FileDescriptor> Bind(const sockaddr* address, socklen_t size) {
  FileDescriptor socket = NewSocket(address->sa_family, SOCK_NONBLOCK);
  // What is set here, connections inherit; they must not hold small answers back.
  if (!socket.valid() || !SetOption(socket.get(), SOL_SOCKET, SO_REUSEADDR, kOn) ||
      !SetOption(socket.get(), IPPROTO_TCP, TCP_NODELAY, kOn) ||
      !SetOption(socket.get(), SOL_SOCKET, SO_RCVBUF, kReceiveBuffer) ||
      (address->sa_family == AF_INET6 &&
       !SetOption(
           socket.get(), IPPROTO_IPV6, IPV6_V6ONLY,
           !IN6_IS_ADDR_UNSPECIFIED(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr))) ||
      ::bind(socket.get(), address, size) != 0) {
    return Fault(errno);
  }
  return socket;
}

absl::StatusOr<FileDescriptor> ListenOn(const sockaddr* address, socklen_t size) {
  LINKSTAT_ASSIGN_OR_RETURN(FileDescriptor socket, Bind(address, size));
  if (::listen(socket.get(), kBacklog) != 0) return Fault(errno);
  return socket;
}

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

absl::StatusOr<Addresses> Resolve(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), absl::StrCat(port).c_str(), &hints, &found);
  if (error != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot resolve host ", host, ": ", ::gai_strerror(error)));
  }
  return Addresses(found, &::freeaddrinfo);
}

sockaddr_un UnixAddress(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  return address;
}

int PortOf(const FileDescriptor& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

void SetPort(sockaddr* address, int port) {
  if (address->sa_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(address)->sin6_port = htons(port);
  } else {
    reinterpret_cast<sockaddr_in*>(address)->sin_port = htons(port);
  }
}

// What is at the path of a socket.
enum class AtPath { kNothing, kOther, kStale, kInUse };

AtPath LookAt(const sockaddr_un& address) {
  struct stat file {};
  if (::lstat(address.sun_path, &file) != 0) return AtPath::kNothing;
  if (!S_ISSOCK(file.st_mode)) return AtPath::kOther;
  const FileDescriptor probe = NewSocket(AF_UNIX, SOCK_NONBLOCK);
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ||
      errno == EAGAIN) {
    return AtPath::kInUse;
  }
  return errno == ECONNREFUSED ? AtPath::kStale : AtPath::kOther;
}

// Removes the socket of a process that is gone; anything else stays, and fails
// to be listened on.
absl::Status RemoveStale(const sockaddr_un& address) {
  const AtPath there = LookAt(address);
  if (there == AtPath::kInUse) return Fault(EADDRINUSE);
  if (there == AtPath::kStale) ::unlink(address.sun_path);
  return absl::OkStatus();
}

absl::Status InUse() { return absl::AlreadyExistsError(Fault(EADDRINUSE).message()); }

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::OpenTcp(const std::string& host, int port) {
  LINKSTAT_ASSIGN_OR_RETURN(const Addresses found, Resolve(host, port));
  std::unique_ptr<Listener> listener(new Listener);
  listener->port_ = port;
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
    SetPort(each->ai_addr, listener->port_);
    LINKSTAT_ASSIGN_OR_RETURN(FileDescriptor socket, ListenOn(each->ai_addr, each->ai_addrlen));
    listener->port_ = PortOf(socket);
    listener->sockets_.push_back(std::move(socket));
  }
  return listener;
}

absl::StatusOr<std::unique_ptr<Listener>> Listener::OpenUnix(const std::string& path, mode_t mode) {
  const sockaddr_un address = UnixAddress(path);
  LINKSTAT_RETURN_IF_ERROR(RemoveStale(address));
  FileDescriptor socket = NewSocket(AF_UNIX, SOCK_NONBLOCK);
  if (!socket.valid() ||
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return Fault(errno);
  }
  std::unique_ptr<Listener> listener(new Listener);
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return Fault(errno);
  listener->path_ = path;
  listener->device_ = file.st_dev;
  listener->inode_ = file.st_ino;
  // Until it listens, no client can connect, whatever the permissions were.
  if (::chmod(path.c_str(), mode) != 0 || ::listen(socket.get(), kBacklog) != 0) {
    return Fault(errno);
  }
  listener->sockets_.push_back(std::move(socket));
  return listener;
}

absl::Status Listener::ProbeTcp(const std::string& host, int port) {
  LINKSTAT_ASSIGN_OR_RETURN(const Addresses found, Resolve(host, port));
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
    const absl::Status status = Bind(each->ai_addr, each->ai_addrlen).status();
    if (!status.ok()) return status == Fault(EADDRINUSE) ? InUse() : status;
  }
  return absl::OkStatus();
}

absl::Status Listener::ProbeUnix(const std::string& path) {
  switch (LookAt(UnixAddress(path))) {
    case AtPath::kInUse:
      return InUse();
    case AtPath::kOther:
      return absl::UnavailableError("the path names a file that is not a socket");
    default:
      break;
  }
  const absl::Status folder = ProbeFolderOf(path);
  return folder.ok() ? folder : absl::UnavailableError(folder.message());
}

Listener::~Listener() { Close(); }

void Listener::Close() {
  sockets_.clear();
  struct stat file {};
  if (!path_.empty() && ::lstat(path_.c_str(), &file) == 0 && file.st_dev == device_ &&
      file.st_ino == inode_) {
    ::unlink(path_.c_str());
  }
  path_.clear();
}

}  // namespace linkstat::net
