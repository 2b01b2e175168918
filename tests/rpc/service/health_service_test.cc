#include "agent/rpc/service/health_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::rpc {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

HealthCheckRequest RequestFor(const std::string& service) {
  HealthCheckRequest request;
  request.set_service(service);
  return request;
}

class HealthServiceTest : public testing::Test {
 protected:
  // The status of `service`, or the code of the error.
  std::string Check(const std::string& service) {
    grpc::ClientContext context;
    HealthCheckResponse response;
    const grpc::Status status = stub_->Check(&context, RequestFor(service), &response);
    if (!status.ok()) return test::ReasonOf(test::FromGrpc(status));
    return HealthCheckResponse::ServingStatus_Name(response.status());
  }

  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
  std::unique_ptr<Health::Stub> stub_ = Health::NewStub(agent_.NewChannel());
};

constexpr const char* kServices[] = {"", "linkstat.v1.LinkingService", "linkstat.v1.CatalogService",
                                     "linkstat.v1.LinkedAccountService"};

TEST_F(HealthServiceTest, IsNotServingFromTheStart) {
  for (const char* service : kServices) EXPECT_EQ(Check(service), "NOT_SERVING") << service;
}

TEST_F(HealthServiceTest, IsServingForTheAgentAndEachServiceWhenItServes) {
  agent_.server().SetServing(true);
  for (const char* service : kServices) EXPECT_EQ(Check(service), "SERVING") << service;
}

TEST_F(HealthServiceTest, IsNotServingForAccountsAloneWhileTheirStoreFails) {
  agent_.server().SetServing(true);
  agent_.server().SetStoreHealthy(false);
  for (const char* service : kServices) {
    const bool fails = absl::string_view(service) == "linkstat.v1.LinkedAccountService";
    EXPECT_EQ(Check(service), fails ? "NOT_SERVING" : "SERVING") << service;
  }
  agent_.server().SetStoreHealthy(true);
  EXPECT_EQ(Check("linkstat.v1.LinkedAccountService"), "SERVING");
}

TEST_F(HealthServiceTest, FindsNoOtherService) {
  const absl::Status status = test::FromGrpc([this] {
    grpc::ClientContext context;
    HealthCheckResponse response;
    return stub_->Check(&context, RequestFor("linkstat.v1.Nothing"), &response);
  }());
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(test::ReasonOf(status), "HEALTH_SERVICE_NOT_FOUND");
}

class HealthWatchTest : public HealthServiceTest {
 protected:
  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> Watch(const std::string& service) {
    return stub_->Watch(&context_, RequestFor(service));
  }

  static std::string Next(grpc::ClientReader<HealthCheckResponse>& reader) {
    HealthCheckResponse response;
    if (!reader.Read(&response)) return "end";
    return HealthCheckResponse::ServingStatus_Name(response.status());
  }

  grpc::ClientContext context_;
};

TEST_F(HealthWatchTest, SendsTheStatusFirstAndThenEachChange) {
  const auto reader = Watch("linkstat.v1.LinkingService");
  EXPECT_EQ(Next(*reader), "NOT_SERVING");
  agent_.server().SetServing(true);
  EXPECT_EQ(Next(*reader), "SERVING");
  agent_.server().SetServing(false);
  EXPECT_EQ(Next(*reader), "NOT_SERVING");
}

TEST_F(HealthWatchTest, SendsNothingWhenNothingChanged) {
  const auto reader = Watch("");
  EXPECT_EQ(Next(*reader), "NOT_SERVING");
  agent_.server().SetServing(false);
  agent_.server().SetServing(true);
  EXPECT_EQ(Next(*reader), "SERVING");
}

TEST_F(HealthWatchTest, SendsServiceUnknownAndStaysOpen) {
  const auto reader = Watch("linkstat.v1.Nothing");
  EXPECT_EQ(Next(*reader), "SERVICE_UNKNOWN");
  agent_.server().SetServing(true);
  agent_.server().EndStreams(absl::Seconds(30));
  EXPECT_EQ(Next(*reader), "end");
  EXPECT_EQ(test::ReasonOf(test::FromGrpc(reader->Finish())), "AGENT_STOPPING");
}

TEST_F(HealthServiceTest, NamesTheFieldOfMalformedBytes) {
  const auto channel = agent_.NewChannel();
  for (const char* method : {"/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"}) {
    const auto answer = test::RawCall(channel, method, "\x0a\x01\xff");
    EXPECT_THAT(test::ViolationsOf(answer.status()),
                testing::ElementsAre("service is not valid UTF-8"))
        << method;
  }
}

}  // namespace
}  // namespace linkstat::rpc
