#ifndef LINKSTAT_TESTS_RPC_TRANSPORT_ANSWERING_SERVER_H_
#define LINKSTAT_TESTS_RPC_TRANSPORT_ANSWERING_SERVER_H_

#include <gtest/gtest.h>

#include "agent/rpc/call/call_interceptors.h"
#include "agent/rpc/transport/generic_server.h"
#include "grpcpp/server_builder.h"
#include "tests/support/captured_log.h"

namespace linkstat::test {

// A server that answers every call with OK once it has the request.
class AnsweringServer final : public rpc::CallDispatcher {
 public:
  // False when gRPC cannot.
  bool Start(grpc::ServerBuilder& builder) { return server_.Start(builder, &peers_).ok(); }

  // To be called before what brings it connections is gone.
  void Shutdown() { server_.Shutdown(absl::ZeroDuration()); }

  void Dispatch(rpc::ServerCall* call) override {
    call->Open(interceptors_.NewCall(rpc::Method::kGetCatalog, call->context()));
    EXPECT_TRUE(interceptors_.Begin(call->call()).ok());
    EXPECT_TRUE(interceptors_.Admit(call->call(), 0).ok());
    call->ReadRequest(
        [](const void*, rpc::ServerCall* arrived) { arrived->Finish(absl::OkStatus()); }, nullptr);
  }

  // What the server and those who watch it log.
  const CapturedLog& lines() const { return sink_; }
  const telemetry::Log* log() const { return &log_; }

 private:
  CapturedLog sink_;
  const telemetry::Log log_{telemetry::LogOptions(), &sink_};
  rpc::LoopWatch watch_{&log_};
  net::PeerTable peers_;
  rpc::CallInterceptors interceptors_{rpc::InterceptorOptions(), &log_};
  rpc::GenericServer server_{this, &watch_, 1};
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_RPC_TRANSPORT_ANSWERING_SERVER_H_
