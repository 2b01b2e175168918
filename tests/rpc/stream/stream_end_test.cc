#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "grpc/health/v1/health.grpc.pb.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"
#include "tests/support/watched_versions.h"

// How the agent ends its own streams when it stops.
namespace linkstat::rpc {
namespace {

using test::CatalogReader;
using test::NextEvent;
using test::RevisionOf;
using test::VersionOf;

constexpr absl::Duration kPatience = absl::Seconds(30);

class StreamEndTest : public testing::Test {
 protected:
  test::InProcessAgent agent_{VersionOf(1)};
  std::unique_ptr<v1::CatalogService::Stub> stub_ =
      v1::CatalogService::NewStub(agent_.NewChannel());
  grpc::ClientContext context_;
};

TEST_F(StreamEndTest, EndsAnOpenStreamWithAgentStopping) {
  const CatalogReader reader = stub_->WatchCatalog(&context_, {});
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(1));
  agent_.server().EndStreams(kPatience);
  EXPECT_EQ(NextEvent(reader), "end");
  const absl::Status status = test::FromGrpc(reader->Finish());
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(test::ReasonOf(status), "AGENT_STOPPING");
}

TEST_F(StreamEndTest, EndsAStreamThatComesLateAfterItsFirstMessage) {
  agent_.server().EndStreams(kPatience);
  const CatalogReader reader = stub_->WatchCatalog(&context_, {});
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(1));
  EXPECT_EQ(NextEvent(reader), "end");
  EXPECT_EQ(test::ReasonOf(test::FromGrpc(reader->Finish())), "AGENT_STOPPING");
}

TEST_F(StreamEndTest, LetsAReaderTakeWhatItWasSent) {
  agent_.registry().Publish(VersionOf(2, 2 << 20));
  const CatalogReader reader = stub_->WatchCatalog(&context_, {});
  reader->WaitForInitialMetadata();
  auto ended = std::async(std::launch::async, [this] { agent_.server().EndStreams(kPatience); });
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(2));
  EXPECT_EQ(NextEvent(reader), "end");
  EXPECT_EQ(test::ReasonOf(test::FromGrpc(reader->Finish())), "AGENT_STOPPING");
  ended.get();
}

TEST_F(StreamEndTest, DoesNotWaitForAReaderThatNeverReads) {
  agent_.registry().Publish(VersionOf(2, 2 << 20));
  const CatalogReader reader = stub_->WatchCatalog(&context_, {});
  reader->WaitForInitialMetadata();
  agent_.server().EndStreams(absl::Milliseconds(10));
  agent_.server().Shutdown(absl::InfiniteDuration());
  // The stream was cancelled, not ended in order.
  while (NextEvent(reader) != "end") {
  }
  const absl::Status status = test::FromGrpc(reader->Finish());
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(test::ReasonOf(status), "");
}

TEST_F(StreamEndTest, SendsNotServingToHealthStreamsBeforeTheirEnd) {
  agent_.server().SetServing(true);
  const auto health = grpc::health::v1::Health::NewStub(agent_.NewChannel());
  const auto reader = health->Watch(&context_, {});
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  agent_.server().SetServing(false);
  agent_.server().EndStreams(kPatience);
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(test::ReasonOf(test::FromGrpc(reader->Finish())), "AGENT_STOPPING");
}

TEST_F(StreamEndTest, LeavesNothingForShutdownToWaitFor) {
  const CatalogReader reader = stub_->WatchCatalog(&context_, {});
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(1));
  agent_.server().EndStreams(kPatience);
  agent_.server().Shutdown(absl::InfiniteDuration());
  EXPECT_EQ(NextEvent(reader), "end");
}

TEST_F(StreamEndTest, LogsAReaderThatLeavesAsCancelled) {
  const CatalogReader reader = stub_->WatchCatalog(&context_, {});
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(1));
  context_.TryCancel();
  EXPECT_THAT(agent_.log().WaitFor("CatalogService/WatchCatalog"),
              testing::HasSubstr(R"("message":"call",)"));
  EXPECT_THAT(agent_.log().lines(), testing::Contains(testing::HasSubstr(R"("code":"CANCELLED")")));
}

}  // namespace
}  // namespace linkstat::rpc
