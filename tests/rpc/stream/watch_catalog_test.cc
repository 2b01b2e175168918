#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "agent/rpc/service/catalog_service.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"
#include "tests/support/watched_versions.h"

namespace linkstat::rpc {
namespace {

using test::CatalogReader;
using test::NextEvent;
using test::RevisionOf;
using test::VersionOf;

// More than a connection takes before its reader reads.
constexpr size_t kHuge = 2 << 20;

class WatchCatalogTest : public testing::Test {
 protected:
  CatalogReader Watch() { return stub_->WatchCatalog(&context_, {}); }

  CatalogReader Resume(const std::string& revision) {
    v1::WatchCatalogRequest request;
    request.set_resume_revision(revision);
    return stub_->WatchCatalog(&context_, request);
  }

  test::InProcessAgent agent_{VersionOf(1)};
  std::unique_ptr<v1::CatalogService::Stub> stub_ =
      v1::CatalogService::NewStub(agent_.NewChannel());
  grpc::ClientContext context_;
};

TEST_F(WatchCatalogTest, SendsTheCatalogServedFirst) {
  const CatalogReader reader = Watch();
  v1::WatchCatalogResponse response;
  ASSERT_TRUE(reader->Read(&response));
  v1::WatchCatalogResponse expected;
  expected.mutable_change()->set_catalog_revision(RevisionOf(1));
  *expected.mutable_change()->mutable_catalog() = VersionOf(1)->catalog();
  EXPECT_THAT(response, test::EqualsProto(expected));
}

TEST_F(WatchCatalogTest, SendsEachChange) {
  const CatalogReader reader = Watch();
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(1));
  agent_.registry().Publish(VersionOf(2));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(2));
  agent_.registry().Publish(VersionOf(3));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(3));
}

TEST_F(WatchCatalogTest, ResumesWithEveryChangeSince) {
  agent_.registry().Publish(VersionOf(2));
  agent_.registry().Publish(VersionOf(3));
  const CatalogReader reader = Resume(RevisionOf(1));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(2));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(3));
}

TEST_F(WatchCatalogTest, ConfirmsAResumeThatMissedNothing) {
  const CatalogReader reader = Resume(RevisionOf(1));
  EXPECT_EQ(NextEvent(reader), "alive " + RevisionOf(1));
  agent_.registry().Publish(VersionOf(2));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(2));
}

TEST_F(WatchCatalogTest, BeginsWithTheCatalogServedAfterAnUnknownRevision) {
  agent_.registry().Publish(VersionOf(2));
  EXPECT_EQ(NextEvent(Resume(RevisionOf(77))), "change " + RevisionOf(2));
}

TEST_F(WatchCatalogTest, RejectsAnInvalidRevision) {
  const CatalogReader reader = Resume("not a revision");
  EXPECT_EQ(NextEvent(reader), "end");
  const absl::Status status = test::FromGrpc(reader->Finish());
  EXPECT_EQ(test::ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(test::ViolationsOf(status),
              testing::ElementsAre(testing::StartsWith("resume_revision ")));
}

TEST_F(WatchCatalogTest, SkipsNothingForASlowReader) {
  agent_.registry().Publish(VersionOf(2, kHuge));
  const CatalogReader reader = Resume(RevisionOf(1));
  reader->WaitForInitialMetadata();  // the stream is blocked on version 2 now
  for (int number = 3; number <= 6; ++number) agent_.registry().Publish(VersionOf(number));
  for (int number = 2; number <= 6; ++number) {
    EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(number));
  }
}

TEST_F(WatchCatalogTest, JumpsToTheCatalogServedWhenASlowReaderMissedMoreThanIsKept) {
  agent_.registry().Publish(VersionOf(2, kHuge));
  const CatalogReader reader = Resume(RevisionOf(1));
  reader->WaitForInitialMetadata();
  const int last = 2 + catalog::Registry::kKept + 2;
  for (int number = 3; number <= last; ++number) agent_.registry().Publish(VersionOf(number));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(2));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(last));
}

TEST_F(WatchCatalogTest, GoesOnForOthersWhenOneGoesAway) {
  grpc::ClientContext other_context;
  const CatalogReader other = stub_->WatchCatalog(&other_context, {});
  const CatalogReader reader = Watch();
  EXPECT_EQ(NextEvent(other), "change " + RevisionOf(1));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(1));
  other_context.TryCancel();
  EXPECT_EQ(other->Finish().error_code(), grpc::StatusCode::CANCELLED);
  agent_.registry().Publish(VersionOf(2));
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(2));
}

TEST(WatchCatalogKeepAlive, KeepsASilentStreamAlive) {
  test::InProcessAgent agent(VersionOf(1), absl::Milliseconds(20));
  const auto stub = v1::CatalogService::NewStub(agent.NewChannel());
  grpc::ClientContext context;
  const CatalogReader reader = stub->WatchCatalog(&context, {});
  EXPECT_EQ(NextEvent(reader), "change " + RevisionOf(1));
  EXPECT_EQ(NextEvent(reader), "alive " + RevisionOf(1));
  EXPECT_EQ(NextEvent(reader), "alive " + RevisionOf(1));
}

// Nothing to compare but the last message: the test is there for the
// sanitizers, which see every way in which streams come, go and are told.
TEST(WatchCatalogStress, SendsToManyStreamsWhileSomeComeAndGo) {
  constexpr int kLast = 30;
  test::InProcessAgent agent(VersionOf(1), absl::Milliseconds(2));
  const auto stub = v1::CatalogService::NewStub(agent.NewChannel());
  const auto read_until_last = [&stub] {
    grpc::ClientContext context;
    const CatalogReader reader = stub->WatchCatalog(&context, {});
    while (true) {
      const std::string event = NextEvent(reader);
      if (event == "change " + RevisionOf(kLast)) return;
      ASSERT_NE(event, "end");
    }
  };
  const auto come_and_go = [&stub] {
    for (int i = 0; i < 50; ++i) {
      grpc::ClientContext context;
      const CatalogReader reader = stub->WatchCatalog(&context, {});
      if (i % 2 == 0) NextEvent(reader);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back(read_until_last);
  for (int i = 0; i < 4; ++i) threads.emplace_back(come_and_go);
  for (int number = 2; number <= kLast; ++number) agent.registry().Publish(VersionOf(number));
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace linkstat::rpc
