#include "agent/rpc/service/linking_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/core/linking.h"
#include "linkstat/v1/linked_account_service.grpc.pb.h"
#include "linkstat/v1/linking_service.grpc.pb.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/metric_text.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

using test::EqualsProto;
using test::ParseProto;
using testing::ElementsAre;

class LinkingServiceTest : public testing::Test {
 protected:
  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
  std::shared_ptr<grpc::Channel> channel_ = agent_.NewChannel();
  std::unique_ptr<v1::LinkingService::Stub> stub_ = v1::LinkingService::NewStub(channel_);
  grpc::ClientContext context_;
};

TEST_F(LinkingServiceTest, AnswersCheckPermissions) {
  const auto request = ParseProto<v1::CheckPermissionsRequest>(
      R"pb(observed { names: "manage employees" names: "Nonsense" })pb");
  v1::CheckPermissionsResponse response;
  ASSERT_TRUE(stub_->CheckPermissions(&context_, request, &response).ok());
  EXPECT_THAT(response, EqualsProto(*core::CheckPermissions(test::TestSnapshot(), request)));
}

TEST_F(LinkingServiceTest, AnswersBatchCheckPermissions) {
  const auto request = ParseProto<v1::BatchCheckPermissionsRequest>(
      R"pb(requests { observed { names: "Manage Employees" } }
           requests { view: 77 })pb");
  v1::BatchCheckPermissionsResponse response;
  ASSERT_TRUE(stub_->BatchCheckPermissions(&context_, request, &response).ok());
  EXPECT_THAT(response, EqualsProto(*core::BatchCheckPermissions(test::TestSnapshot(), request)));
}

TEST_F(LinkingServiceTest, AnswersCheckServiceAccount) {
  const auto request = ParseProto<v1::CheckServiceAccountRequest>(
      R"pb(form { entries { label: "Title" values: "Service Account" } })pb");
  v1::CheckServiceAccountResponse response;
  ASSERT_TRUE(stub_->CheckServiceAccount(&context_, request, &response).ok());
  EXPECT_THAT(response, EqualsProto(*core::CheckServiceAccount(test::TestSnapshot(), request)));
}

TEST_F(LinkingServiceTest, AnswersGetLinkingDetails) {
  const auto request =
      ParseProto<v1::GetLinkingDetailsRequest>("view: VIEW_FULL render: RENDER_TEXT");
  v1::GetLinkingDetailsResponse response;
  ASSERT_TRUE(stub_->GetLinkingDetails(&context_, request, &response).ok());
  EXPECT_THAT(response, EqualsProto(*core::GetLinkingDetails(test::TestSnapshot(), request)));
}

TEST_F(LinkingServiceTest, AnswersFindRequirements) {
  const auto request = ParseProto<v1::FindRequirementsRequest>(R"pb(data_domain: "Staff")pb");
  v1::FindRequirementsResponse response;
  ASSERT_TRUE(stub_->FindRequirements(&context_, request, &response).ok());
  EXPECT_THAT(response, EqualsProto(*core::FindRequirements(test::TestSnapshot(), request)));
}

TEST_F(LinkingServiceTest, ReportsEveryBadFieldInTheDetails) {
  const auto request =
      ParseProto<v1::CheckPermissionsRequest>(R"pb(observed { names: "" names: "a\tb" })pb");
  v1::CheckPermissionsResponse response;
  const absl::Status status =
      test::FromGrpc(stub_->CheckPermissions(&context_, request, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(test::ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(test::ViolationsOf(status), ElementsAre(testing::StartsWith("observed.names[0] "),
                                                      testing::StartsWith("observed.names[1] ")));
}

TEST_F(LinkingServiceTest, AnswersForALinkedAccountByWhatIsStored) {
  v1::CreateLinkedAccountRequest create;
  create.set_id("acme");
  v1::CreateLinkedAccountResponse created;
  ASSERT_TRUE(v1::LinkedAccountService::NewStub(channel_)
                  ->CreateLinkedAccount(&context_, create, &created)
                  .ok());
  const auto request = ParseProto<v1::CheckPermissionsRequest>("linked_account: 'acme'");
  v1::CheckPermissionsResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->CheckPermissions(&context, request, &response).ok());
  EXPECT_THAT(response, EqualsProto(*core::CheckPermissions(test::TestSnapshot(), {})));
}

TEST_F(LinkingServiceTest, RejectsALinkedAccountThatIsNotStored) {
  const auto request = ParseProto<v1::CheckPermissionsRequest>("linked_account: 'acme'");
  v1::CheckPermissionsResponse response;
  const absl::Status status =
      test::FromGrpc(stub_->CheckPermissions(&context_, request, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(test::ReasonOf(status), "ACCOUNT_NOT_FOUND");
}

TEST_F(LinkingServiceTest, NamesTheFieldOfMalformedBytes) {
  const auto answer = test::RawCall(channel_, "/linkstat.v1.LinkingService/CheckPermissions",
                                    "\x0a\x03\x0a\x01\xff");
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(test::ReasonOf(answer.status()), "MALFORMED_MESSAGE");
  EXPECT_THAT(test::ViolationsOf(answer.status()),
              ElementsAre("observed.names[0] is not valid UTF-8"));
}

TEST_F(LinkingServiceTest, AnswersFromTheCatalogThatIsServedNow) {
  auto catalog = test::TestCatalog();
  catalog.mutable_provider()->set_label("Changed");
  v1::CheckPermissionsResponse response;
  for (int i = 0; i < 3; ++i) {
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->CheckPermissions(&context, {}, &response).ok());
  }
  agent_.registry().Publish(
      std::make_shared<core::Snapshot>(catalog, "ffffffffffffffffffffffffffffffff"));
  ASSERT_TRUE(stub_->CheckPermissions(&context_, {}, &response).ok());
  EXPECT_EQ(response.catalog_revision(), "ffffffffffffffffffffffffffffffff");
}

TEST_F(LinkingServiceTest, AnswersARepeatedCallFromTheCacheAndCountsItsDecisions) {
  const auto request = ParseProto<v1::CheckPermissionsRequest>(
      R"pb(observed { names: "manage employees" names: "Nonsense" })pb");
  for (int i = 0; i < 3; ++i) {
    grpc::ClientContext context;
    v1::CheckPermissionsResponse response;
    ASSERT_TRUE(stub_->CheckPermissions(&context, request, &response).ok());
    EXPECT_THAT(response, EqualsProto(*core::CheckPermissions(test::TestSnapshot(), request)));
  }
  telemetry::MetricSet set;
  set.Add([this](telemetry::MetricFamilies& families) { agent_.server().Collect(families); });
  const std::string metrics = set.Text();
  EXPECT_EQ(test::MetricLines(metrics, "linkstat_response_cache_hits_total"),
            "linkstat_response_cache_hits_total 1\n");
  EXPECT_EQ(test::MetricLines(metrics, "linkstat_response_cache_misses_total"),
            "linkstat_response_cache_misses_total 2\n");
  EXPECT_THAT(test::MetricLines(metrics, "linkstat_response_cache_bytes"),
              testing::MatchesRegex("linkstat_response_cache_bytes [1-9][0-9]*\n"));
  EXPECT_EQ(test::MetricLines(metrics, "linkstat_unrecognized_names_total"),
            "linkstat_unrecognized_names_total 3\n");
}

}  // namespace
}  // namespace linkstat::rpc
