#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_WITHOUT_PLUGINS_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_WITHOUT_PLUGINS_H_

#include <memory>
#include <vector>

#include "grpcpp/impl/server_builder_option.h"

namespace linkstat::rpc {

// Makes a server that offers only the services registered with its builder.
// Without it, every server of the process has reflection as soon as gRPC's
// library for that is linked, and channelz once that was asked for.
class WithoutPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->clear();
  }
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_WITHOUT_PLUGINS_H_
