#include "agent/rpc/stream/event_stream.h"

#include <gtest/gtest.h>

#include <memory>

#include "agent/rpc/stream/stream_list.h"

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
  int cancelled_ = 0;
  StreamList list_;
  const std::shared_ptr<EventStream> stream_ = std::make_shared<EventStream>(
      std::make_unique<SilentSource>(), nullptr, [this] { ++cancelled_; }, &list_);
};

TEST_F(EventStreamTest, CancelsItsCall) {
  stream_->Cancel();
  EXPECT_EQ(cancelled_, 1);
}

// The call's context is gone then.
TEST_F(EventStreamTest, LeavesACallAloneThatGrpcIsDoneWith) {
  StreamHandler& handler = *stream_;
  handler.OnDone();
  stream_->Cancel();
  EXPECT_EQ(cancelled_, 0);
}

}  // namespace
}  // namespace linkstat::rpc
