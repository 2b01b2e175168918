#ifndef LINKSTAT_CLIENT_SRC_CHANNEL_H_
#define LINKSTAT_CLIENT_SRC_CHANNEL_H_

#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "linkstat/client.h"

namespace linkstat {

// A channel to the agent with the options' credentials, retry policy and user
// agent. INVALID_ARGUMENT names every option that is wrong. Connects to nothing
// yet.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ClientOptions& options);

}  // namespace linkstat

#endif  // LINKSTAT_CLIENT_SRC_CHANNEL_H_
