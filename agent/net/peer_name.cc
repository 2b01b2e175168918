#include "agent/net/peer_name.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace linkstat::net {
namespace {

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

}  // namespace linkstat::net
