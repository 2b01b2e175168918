#ifndef LINKSTAT_AGENT_APP_SYSTEMD_SELF_CHECK_H_
#define LINKSTAT_AGENT_APP_SYSTEMD_SELF_CHECK_H_

#include <memory>

#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace linkstat::app {

// Asks the agent for its health as a client would. The call goes through gRPC,
// the agent's threads and its gate, but by a channel within the process: full
// listeners and a lack of descriptors are no reason to restart an agent, and
// it has no certificate to show to itself. Thread-safe.
class SelfCheck {
 public:
  // `channel` leads to the agent's own server, which must not be shut down while
  // the check is used.
  explicit SelfCheck(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  // Whether the agent answers SERVING within `timeout`.
  bool Passes(absl::Duration timeout) const;

 private:
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SYSTEMD_SELF_CHECK_H_
