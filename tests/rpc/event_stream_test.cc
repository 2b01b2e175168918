#include "agent/rpc/event_stream.h"

#include <gtest/gtest.h>

#include <memory>

#include "agent/rpc/call_gate.h"
#include "agent/rpc/stream_list.h"
#include "tests/support/captured_log.h"

namespace linkstat::rpc {
namespace {

class SilentSource final : public EventSource {
 public:
  absl::StatusOr<absl::optional<grpc::ByteBuffer>> Next() override {
    return absl::optional<grpc::ByteBuffer>();
  }
};

class EventStreamTest : public testing::Test {
 protected:
  ~EventStreamTest() override { call_.CallerLeft(); }

  int cancelled_ = 0;
  test::CapturedLog sink_;
  const telemetry::Log log_{telemetry::LogOptions(), &sink_};
  CallGate gate_{CallGateOptions(), &log_};
  grpc::CallbackServerContext context_;
  const Call call_ = gate_.Open(Method::kWatchLinkedAccounts, &context_);
  StreamList list_;
  const std::shared_ptr<EventStream> stream_ = std::make_shared<EventStream>(
      std::make_unique<SilentSource>(), call_, [this] { ++cancelled_; }, &list_);
};

TEST_F(EventStreamTest, CancelsItsCall) {
  stream_->Cancel();
  EXPECT_EQ(cancelled_, 1);
}

// The call's context is gone then.
TEST_F(EventStreamTest, LeavesACallAloneThatGrpcIsDoneWith) {
  StreamList::Reactor& reactor = *stream_;
  reactor.OnDone();
  stream_->Cancel();
  EXPECT_EQ(cancelled_, 0);
}

}  // namespace
}  // namespace linkstat::rpc
