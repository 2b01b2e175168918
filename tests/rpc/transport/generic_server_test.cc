#include "agent/rpc/transport/generic_server.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>

#include "agent/rpc/call/call_interceptors.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/support/captured_log.h"

namespace linkstat::rpc {
namespace {

constexpr auto kDeadline = std::chrono::seconds(30);

// Keeps calls, as an executor does that is busy.
class HoldingDispatcher final : public CallDispatcher {
 public:
  explicit HoldingDispatcher(CallInterceptors* interceptors) : interceptors_(interceptors) {}

  void Dispatch(ServerCall* call) override {
    call->Open(interceptors_->NewCall(Method::kGetCatalog, call->context()));
    const std::lock_guard lock(mutex_);
    held_ = call;
    came_.notify_all();
  }

  ServerCall* AwaitCall() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(came_.wait_for(lock, kDeadline, [this] { return held_ != nullptr; }));
    return held_;
  }

 private:
  CallInterceptors* const interceptors_;
  std::mutex mutex_;
  std::condition_variable came_;
  ServerCall* held_ = nullptr;
};

class GenericServerTest : public testing::Test {
 protected:
  GenericServerTest() {
    grpc::ServerBuilder builder;
    EXPECT_EQ(server_.Start(builder, &peers_), absl::OkStatus());
    channel_ = server_.server()->InProcessChannel({});
  }

  test::CapturedLog sink_;
  const telemetry::Log log_{telemetry::LogOptions(), &sink_};
  LoopWatch watch_{&log_};
  net::PeerTable peers_;
  CallInterceptors interceptors_{InterceptorOptions(), &log_};
  HoldingDispatcher dispatcher_{&interceptors_};
  GenericServer server_{&dispatcher_, &watch_, 1};
  std::shared_ptr<grpc::Channel> channel_;
};

// gRPC's own shutdown is over when the call's client and connection are gone.
TEST_F(GenericServerTest, ShutdownWaitsForACancelledCallThatIsStillHeld) {
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel_);
  const auto call = stub.PrepareCall(&context, "/a.Service/Method", &queue);
  call->StartCall(nullptr);
  ServerCall* const held = dispatcher_.AwaitCall();
  context.TryCancel();
  auto shutdown =
      std::async(std::launch::async, [this] { server_.Shutdown(absl::ZeroDuration()); });
  EXPECT_EQ(shutdown.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  held->Finish(absl::OkStatus());
  EXPECT_EQ(shutdown.wait_for(kDeadline), std::future_status::ready);
  queue.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok)) {
  }
}

}  // namespace
}  // namespace linkstat::rpc
