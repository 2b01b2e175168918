#include "agent/rpc/service/catalog_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/catalog/queries.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

using test::EqualsProto;
using test::ParseProto;
using testing::ElementsAre;

class CatalogServiceTest : public testing::Test {
 protected:
  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
  std::shared_ptr<grpc::Channel> channel_ = agent_.NewChannel();
  std::unique_ptr<v1::CatalogService::Stub> stub_ = v1::CatalogService::NewStub(channel_);
  grpc::ClientContext context_;
};

TEST_F(CatalogServiceTest, AnswersGetCatalog) {
  v1::GetCatalogResponse response;
  ASSERT_TRUE(stub_->GetCatalog(&context_, {}, &response).ok());
  EXPECT_THAT(response, EqualsProto(*catalog::GetCatalog(agent_.registry(), {})));
  EXPECT_THAT(response.catalog(), EqualsProto(test::TestCatalog()));
}

TEST_F(CatalogServiceTest, AnswersGetCatalogWhileAFileIsRejectedAndAfter) {
  const auto get_thrice = [this] {
    v1::GetCatalogResponse response;
    for (int i = 0; i < 3; ++i) {
      grpc::ClientContext context;
      EXPECT_TRUE(stub_->GetCatalog(&context, {}, &response).ok());
      EXPECT_THAT(response, EqualsProto(*catalog::GetCatalog(agent_.registry(), {})));
    }
    return response.has_rejected();
  };
  EXPECT_FALSE(get_thrice());
  v1::RejectedCatalog rejected;
  rejected.set_total_faults(1);
  agent_.registry().Reject(rejected);
  EXPECT_TRUE(get_thrice());
  agent_.registry().Publish(agent_.registry().Current());
  EXPECT_FALSE(get_thrice());
}

TEST_F(CatalogServiceTest, ReportsThatARevisionIsNotKept) {
  const auto request =
      ParseProto<v1::GetCatalogRequest>(R"pb(revision: "ffffffffffffffffffffffffffffffff")pb");
  v1::GetCatalogResponse response;
  const absl::Status status = test::FromGrpc(stub_->GetCatalog(&context_, request, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(test::ReasonOf(status), "REVISION_NOT_KEPT");
  EXPECT_EQ(test::MetadataOf(status, "served_revision"), test::kTestRevision);
}

TEST_F(CatalogServiceTest, AnswersDiffCatalog) {
  const v1::DiffCatalogRequest request;
  v1::DiffCatalogResponse response;
  ASSERT_TRUE(stub_->DiffCatalog(&context_, request, &response).ok());
  EXPECT_THAT(response, EqualsProto(*catalog::DiffCatalog(agent_.registry(), request)));
}

TEST_F(CatalogServiceTest, ReportsManyFaultsWithinTheTrailersThatClientsAccept) {
  v1::DiffCatalogRequest request;
  for (int i = 0; i < 200; ++i) request.mutable_to()->mutable_textproto()->append("nonsense: 1\n");
  v1::DiffCatalogResponse response;
  const absl::Status status = test::FromGrpc(stub_->DiffCatalog(&context_, request, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(test::ReasonOf(status), "INVALID_FIELD");
  EXPECT_GT(test::ViolationsOf(status).size(), 30u);
}

TEST_F(CatalogServiceTest, AnswersValidateCatalog) {
  const auto request = ParseProto<v1::ValidateCatalogRequest>(R"pb(textproto: "nonsense: 1")pb");
  v1::ValidateCatalogResponse response;
  ASSERT_TRUE(stub_->ValidateCatalog(&context_, request, &response).ok());
  EXPECT_FALSE(response.valid());
  EXPECT_THAT(response, EqualsProto(*catalog::ValidateCatalog(request)));
}

TEST_F(CatalogServiceTest, NamesTheFieldOfMalformedBytes) {
  for (const char* method : {"GetCatalog", "WatchCatalog", "ValidateCatalog"}) {
    const auto answer = test::RawCall(
        channel_, std::string("/linkstat.v1.CatalogService/") + method, "\x0a\x01\xff");
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument) << method;
    EXPECT_EQ(test::ReasonOf(answer.status()), "MALFORMED_MESSAGE") << method;
  }
  const auto answer =
      test::RawCall(channel_, "/linkstat.v1.CatalogService/DiffCatalog", "\x12\x03\x12\x01\xff");
  EXPECT_THAT(test::ViolationsOf(answer.status()), ElementsAre("to.textproto is not valid UTF-8"));
}

}  // namespace
}  // namespace linkstat::rpc
