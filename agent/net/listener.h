#ifndef LINKSTAT_AGENT_NET_LISTENER_H_
#define LINKSTAT_AGENT_NET_LISTENER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::net {

// Sockets that listen: those of a host, or the one of a path. Their descriptors
// do not block and are closed in a child. Not thread-safe.
class Listener {
 public:
  // Listens on every address of `host` (a name, or an address without
  // brackets; an IPv6 wildcard takes IPv4 as well). Port 0 takes a free one, the
  // same for each address. No port is shared with another process. An error is
  // UNAVAILABLE; its message is the reason.
  static absl::StatusOr<std::unique_ptr<Listener>> OpenTcp(const std::string& host, int port);

  // Listens on the socket file `path`, which gets the permissions `mode` before a
  // client can connect. The socket of a process that has ended is replaced, one that a
  // process listens on is not. Errors as above.
  static absl::StatusOr<std::unique_ptr<Listener>> OpenUnix(const std::string& path, mode_t mode);

  // What OpenTcp and OpenUnix would find, without listening. OK also where the socket
  // file of a process that is gone would be replaced. ALREADY_EXISTS while the address
  // is in use, UNAVAILABLE otherwise. ProbeTcp binds a socket for a moment.
  static absl::Status ProbeTcp(const std::string& host, int port);
  static absl::Status ProbeUnix(const std::string& path);

  // Closes.
  ~Listener();

  // The port of a host; 0 for a path.
  int port() const { return port_; }

  // To accept from, until Close.
  const std::vector<FileDescriptor>& sockets() const { return sockets_; }

  // Stops listening. The socket file is removed if it is still the one that was made
  // here.
  void Close();

 private:
  Listener() = default;

  std::vector<FileDescriptor> sockets_;
  int port_ = 0;
  // Empty for a host.
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace linkstat::net

#endif  // LINKSTAT_AGENT_NET_LISTENER_H_
