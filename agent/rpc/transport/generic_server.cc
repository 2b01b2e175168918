#include "agent/rpc/transport/generic_server.h"

#include "agent/rpc/transport/grpc_deadline.h"

namespace linkstat::rpc {
absl::Status GenericServer::Start(grpc::ServerBuilder& builder, const net::PeerTable* peers) {
  builder.RegisterAsyncGenericService(&service_);
  for (int i = 0; i < loops_wanted_; ++i) {
    loops_.push_back(std::make_unique<EventLoop>(builder.AddCompletionQueue(), peers, watch_));
  }
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) return absl::InternalError("gRPC cannot start");
  for (const auto& loop : loops_) {
    // One at a time: a call that came in is read and answered before the loop takes
    // many others in, so that few calls are begun and not ended.
    ServerCall::Await(&service_, loop.get(), dispatcher_);
    loop->Start();
  }
  return absl::OkStatus();
}

void GenericServer::Shutdown(absl::Duration deadline) {
  server_->Shutdown(GrpcDeadline(deadline));
  server_->Wait();
  for (const auto& loop : loops_) loop->AwaitCalls();
}

}  // namespace linkstat::rpc
