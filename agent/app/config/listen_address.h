#ifndef LINKSTAT_AGENT_APP_CONFIG_LISTEN_ADDRESS_H_
#define LINKSTAT_AGENT_APP_CONFIG_LISTEN_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkstat::app {

// Where the agent listens.
struct ListenAddress {
  // Empty for a unix socket. An IPv6 address without its brackets.
  std::string host;
  int port = 0;
  // The socket's absolute path; empty for a host.
  std::string unix_path;

  // Whether only this machine can reach it: a unix socket, 127.0.0.0/8, ::1, or
  // `localhost`, which is 127.0.0.1. Other names are not looked up: what they
  // mean can change.
  bool IsLoopback() const;

  // Whether only one of the two can be listened on at a time. Names of hosts are
  // compared as they are written.
  bool Overlaps(const ListenAddress& other) const;

  // Whether the host is an IP address or `localhost`.
  bool IsIp() const;

  // The host to listen on: 127.0.0.1 for `localhost`, which means an IPv4 and an
  // IPv6 address, of which one could be taken without a word.
  std::string NumericHost() const;

  // As gRPC and people write it, with `port_in_use` for the port.
  std::string ToString(int port_in_use) const;
};

// Reads `HOST:PORT`, `[IPV6]:PORT` or `unix:/PATH`. INVALID_ARGUMENT with a message that
// completes "--listen: ..." for anything else.
absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_LISTEN_ADDRESS_H_
