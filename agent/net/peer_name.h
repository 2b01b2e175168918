#ifndef LINKSTAT_AGENT_NET_PEER_NAME_H_
#define LINKSTAT_AGENT_NET_PEER_NAME_H_

#include <string>

namespace linkstat::net {

// Who is at the other end of a connected socket, letter for letter as gRPC
// writes context->peer(): `ipv4:127.0.0.1:40000` or `ipv6:%5B::1%5D:40000`. An
// IPv4 peer of an IPv6 socket is an IPv4 peer. Empty where the name would not
// tell connections apart: unix sockets, and peers that are gone.
std::string PeerName(int socket);

}  // namespace linkstat::net

#endif  // LINKSTAT_AGENT_NET_PEER_NAME_H_
