#include "agent/rpc/stream/event_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "agent/base/error.h"
#include "agent/rpc/call/call_interceptors.h"
#include "agent/rpc/stream/stream_list.h"
#include "agent/rpc/transport/generic_server.h"
#include "tests/rpc/stream/stream_client.h"
#include "tests/support/captured_log.h"

namespace linkstat::rpc {
namespace {

// More than a connection takes before its reader reads.
constexpr size_t kHuge = 2 << 20;
const absl::Status kStopping =
    MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_AGENT_STOPPING, "the agent stops");

grpc::ByteBuffer Bytes(const std::string& text) {
  const grpc::Slice slice(text);
  return {&slice, 1};
}

// What a source has, set by the test.
struct Script {
  // With the stream's own wake-up.
  void Add(const std::string& message) {
    std::function<void()> wake_stream;
    {
      const std::lock_guard lock(mutex);
      messages.push_back(message);
      wake_stream = wake;
    }
    if (wake_stream) wake_stream();
  }

  int taken() {
    const std::lock_guard lock(mutex);
    return messages_taken;
  }

  std::mutex mutex;
  std::deque<std::string> messages;
  int messages_taken = 0;
  // After the messages.
  absl::Status end;
  std::function<void()> wake;
};

class ScriptedSource final : public EventSource {
 public:
  explicit ScriptedSource(std::shared_ptr<Script> script) : script_(std::move(script)) {}

  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() override {
    const std::lock_guard lock(script_->mutex);
    if (script_->messages.empty()) {
      if (!script_->end.ok()) return script_->end;
      return std::optional<grpc::ByteBuffer>();
    }
    const std::string message = std::move(script_->messages.front());
    script_->messages.pop_front();
    ++script_->messages_taken;
    return std::optional<grpc::ByteBuffer>(Bytes(message));
  }
  std::optional<grpc::ByteBuffer> KeepAlive() override { return Bytes("alive"); }
  void SetWake(const std::function<void()>& wake) override {
    const std::lock_guard lock(script_->mutex);
    script_->wake = wake;
  }

 private:
  const std::shared_ptr<Script> script_;
};

// Opens a stream of the script for each call.
class EventStreamTest : public testing::Test, public CallDispatcher {
 protected:
  EventStreamTest() {
    grpc::ServerBuilder builder;
    EXPECT_TRUE(server_.Start(builder, &peers_).ok());
  }
  ~EventStreamTest() override { server_.Shutdown(absl::ZeroDuration()); }

  void Dispatch(ServerCall* call) override {
    call->Open(interceptors_.NewCall(Method::kWatchCatalog, call->context()));
    EXPECT_TRUE(interceptors_.Begin(call->call()).ok());
    EXPECT_TRUE(interceptors_.Admit(call->call(), 0).ok());
    list_.Open(std::make_unique<ScriptedSource>(script_), call);
  }

  test::StreamClient Open() {
    return test::StreamClient(server_.server()->InProcessChannel({}), "/a.Service/Watch");
  }

  test::CapturedLog sink_;
  const telemetry::Log log_{telemetry::LogOptions(), &sink_};
  LoopWatch watch_{&log_};
  net::PeerTable peers_;
  CallInterceptors interceptors_{InterceptorOptions(), &log_};
  StreamList list_;
  const std::shared_ptr<Script> script_ = std::make_shared<Script>();
  GenericServer server_{this, &watch_, 1};
};

TEST_F(EventStreamTest, SendsWhatTheSourceHasAndThenWhatIsNew) {
  script_->Add("one");
  script_->Add("two");
  test::StreamClient client = Open();
  EXPECT_EQ(client.Next(), "one");
  EXPECT_EQ(client.Next(), "two");
  script_->Add("three");
  EXPECT_EQ(client.Next(), "three");
}

TEST_F(EventStreamTest, TakesNothingFromTheSourceWhileItsReaderDoesNotRead) {
  script_->Add(std::string(kHuge, 'x'));
  script_->Add("small");
  test::StreamClient client = Open();
  client.AwaitBegin();
  list_.WakeAll();
  list_.TickAll();
  EXPECT_EQ(script_->taken(), 1);
  EXPECT_EQ(client.Next(), std::string(kHuge, 'x'));
  EXPECT_EQ(client.Next(), "small");
  EXPECT_EQ(script_->taken(), 2);
}

TEST_F(EventStreamTest, SendsAKeepAliveOnlyAfterASilentTick) {
  script_->Add("one");
  test::StreamClient client = Open();
  EXPECT_EQ(client.Next(), "one");
  list_.TickAll();
  script_->Add("two");
  list_.TickAll();
  EXPECT_EQ(client.Next(), "two");
  EXPECT_EQ(client.NextWhile([this] { list_.TickAll(); }), "alive");
}

TEST_F(EventStreamTest, EndsTheCallWithTheErrorOfTheSource) {
  script_->Add("last");
  script_->end = MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                           "too far behind");
  test::StreamClient client = Open();
  EXPECT_EQ(client.Next(), "last");
  EXPECT_EQ(client.Next(), std::nullopt);
  EXPECT_EQ(client.Finish(), script_->end);
}

TEST_F(EventStreamTest, SendsWhatTheSourceStillHasBeforeTheEnd) {
  script_->Add(std::string(kHuge, 'x'));
  script_->Add("last");
  test::StreamClient client = Open();
  client.AwaitBegin();
  list_.EndAll(kStopping);
  EXPECT_EQ(client.Next(), std::string(kHuge, 'x'));
  EXPECT_EQ(client.Next(), "last");
  EXPECT_EQ(client.Next(), std::nullopt);
  EXPECT_EQ(client.Finish(), kStopping);
}

TEST_F(EventStreamTest, EndsAStreamThatBeginsAfterTheEndOfItsList) {
  list_.EndAll(kStopping);
  script_->Add("one");
  test::StreamClient client = Open();
  EXPECT_EQ(client.Next(), "one");
  EXPECT_EQ(client.Next(), std::nullopt);
  EXPECT_EQ(client.Finish(), kStopping);
}

TEST_F(EventStreamTest, CancelsAfterItsPatienceACallWhoseReaderDoesNotRead) {
  script_->Add(std::string(kHuge, 'x'));
  test::StreamClient client = Open();
  client.AwaitBegin();
  list_.EndAll(kStopping);
  list_.CancelAfter(std::chrono::milliseconds(1));
  EXPECT_EQ(client.Finish().code(), absl::StatusCode::kCancelled);
}

TEST_F(EventStreamTest, LetsItsSourceGoWhenTheCallerLeaves) {
  script_->Add("one");
  test::StreamClient client = Open();
  EXPECT_EQ(client.Next(), "one");
  EXPECT_EQ(script_.use_count(), 2);
  client.Cancel();
  EXPECT_EQ(client.Finish().code(), absl::StatusCode::kCancelled);
  // Returns early: there is no stream to wait for.
  list_.CancelAfter(std::chrono::hours(1));
  server_.Shutdown(absl::ZeroDuration());
  EXPECT_EQ(script_.use_count(), 1);
  script_->Add("for nobody");
  EXPECT_EQ(script_->taken(), 1);
}

class UnattachedEventStreamTest : public testing::Test {
 protected:
  int cancelled_ = 0;
  StreamList list_;
  const std::shared_ptr<EventStream> stream_ = std::make_shared<EventStream>(
      std::make_unique<ScriptedSource>(std::make_shared<Script>()), nullptr,
      [this] { ++cancelled_; }, &list_);
};

TEST_F(UnattachedEventStreamTest, CancelsItsCall) {
  stream_->Cancel();
  EXPECT_EQ(cancelled_, 1);
}

// The call's context is gone then.
TEST_F(UnattachedEventStreamTest, LeavesACallAloneThatGrpcIsDoneWith) {
  StreamHandler& handler = *stream_;
  handler.OnDone();
  stream_->Cancel();
  EXPECT_EQ(cancelled_, 0);
}

}  // namespace
}  // namespace linkstat::rpc
