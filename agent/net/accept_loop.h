#ifndef LINKSTAT_AGENT_NET_ACCEPT_LOOP_H_
#define LINKSTAT_AGENT_NET_ACCEPT_LOOP_H_

#include <functional>
#include <memory>
#include <thread>

#include "absl/status/statusor.h"
#include "agent/base/file_descriptor.h"
#include "agent/net/listener.h"

namespace linkstat::net {

// Accepts connections in a thread of its own. When the process or the machine
// has no descriptor or memory left, it tries again every few milliseconds.
class AcceptLoop {
 public:
  // Called on the loop's thread with each connection, which is non-blocking and closed in a
  // child. It must return soon.
  using Handler = std::function<void(FileDescriptor connection)>;

  // `listener` must outlive the loop and stay open. UNAVAILABLE when there is no
  // descriptor for the loop itself.
  static absl::StatusOr<std::unique_ptr<AcceptLoop>> Start(const Listener* listener,
                                                           Handler handler);

  // Returns when no call of the handler is under way and none will come.
  ~AcceptLoop();

 private:
  AcceptLoop(const Listener* listener, Handler handler, FileDescriptor stop);

  void Run();
  // False when it ran out of what a connection needs.
  bool AcceptAll(int socket);

  const Listener* const listener_;
  const Handler handler_;
  // An eventfd, readable when the loop must end.
  const FileDescriptor stop_;
  std::jthread thread_;
};

}  // namespace linkstat::net

#endif  // LINKSTAT_AGENT_NET_ACCEPT_LOOP_H_
