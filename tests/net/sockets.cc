#include "tests/net/sockets.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>

namespace linkstat::net {
namespace {

constexpr int kPatienceMs = 20'000;

FileDescriptor Connect(const void* address, socklen_t size) {
  const auto* target = static_cast<const sockaddr*>(address);
  FileDescriptor socket(::socket(target->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.get(), target, size) != 0) return FileDescriptor(-1);
  return socket;
}

sockaddr_in LoopbackAddress(int port) {
  return {AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}, {}};
}

}  // namespace

bool CanConnect(int port) {
  const sockaddr_in address = LoopbackAddress(port);
  return Connect(&address, sizeof(address)).valid();
}

FileDescriptor ConnectTo(int port, bool v6) {
  const sockaddr_in v4_address = LoopbackAddress(port);
  sockaddr_in6 v6_address{};
  v6_address.sin6_family = AF_INET6;
  v6_address.sin6_port = htons(port);
  v6_address.sin6_addr = in6addr_loopback;
  FileDescriptor socket =
      v6 ? Connect(&v6_address, sizeof(v6_address)) : Connect(&v4_address, sizeof(v4_address));
  EXPECT_TRUE(socket.valid());
  return socket;
}

FileDescriptor ConnectTo(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  return Connect(&address, sizeof(address));
}

FileDescriptor AcceptFrom(const Listener& listener) {
  const int socket = listener.sockets().front().get();
  Await(socket, POLLIN);
  FileDescriptor accepted(::accept4(socket, nullptr, nullptr, SOCK_CLOEXEC));
  EXPECT_TRUE(accepted.valid());
  return accepted;
}

std::pair<FileDescriptor, FileDescriptor> ConnectedPair() {
  const auto listener = Listener::OpenTcp("127.0.0.1", 0);
  FileDescriptor client = ConnectTo((*listener)->port());
  FileDescriptor server = AcceptFrom(**listener);
  return {std::move(client), std::move(server)};
}

void Await(int socket, short events) {
  pollfd waiting{socket, events, 0};
  EXPECT_EQ(::poll(&waiting, 1, kPatienceMs), 1) << "nothing came";
}

std::string ReadSome(const FileDescriptor& socket) {
  std::array<char, 64> buffer;
  Await(socket.get(), POLLIN);
  const ssize_t size = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
  return std::string(buffer.data(), size > 0 ? size : 0);
}

int AwaitError(const FileDescriptor& socket) {
  Await(socket.get(), 0);
  int error = 0;
  socklen_t size = sizeof(error);
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

void SendUntilFull(const FileDescriptor& socket) {
  const std::string much(1 << 20, '.');
  while (::send(socket.get(), much.data(), much.size(), MSG_DONTWAIT) > 0) {
  }
  EXPECT_EQ(errno, EAGAIN);
}

int OwnPort(const FileDescriptor& socket) {
  sockaddr_in6 address{};
  socklen_t size = sizeof(address);
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  // At the same place in IPv4 and IPv6.
  return ntohs(address.sin6_port);
}

}  // namespace linkstat::net
