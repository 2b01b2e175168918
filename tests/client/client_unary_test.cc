#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>

#include "agent/base/error.h"
#include "linkstat/client.h"
#include "tests/client/fake_agent.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat {
namespace {

using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::linkstat::test::EqualsProto;
using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::FakeAgent;
using ::linkstat::test::ParseProto;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::unique_ptr<Client> ClientOf(const FakeAgent& agent, ClientOptions options = {}) {
  options.endpoint = agent.endpoint();
  return *Client::Create(options);
}

const grpc::Status kUnavailable(grpc::StatusCode::UNAVAILABLE, "stopping");

// Answers with `statuses`, one call each, and counts the calls.
auto InTurn(std::vector<grpc::Status> statuses, std::atomic<int>& calls) {
  return [statuses, &calls](grpc::ServerContext&, const v1::CheckPermissionsRequest&,
                            v1::CheckPermissionsResponse*) {
    return statuses.at(static_cast<size_t>(calls++));
  };
}

TEST(ClientUnary, PassesRequestAndAnswerThroughWhole) {
  const auto request =
      ParseProto<v1::CheckPermissionsRequest>(R"pb(observed { names: "Manage Employees" }
                                                   view: VIEW_FULL)pb");
  v1::CheckPermissionsRequest received;
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext&, const auto& call, auto* response) {
    received = call;
    response->set_verdict(v1::VERDICT_SATISFIED);
    response->set_catalog_revision("r");
    return grpc::Status::OK;
  };
  const auto response = ClientOf(agent)->CheckPermissions(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(received, EqualsProto(request));
  EXPECT_THAT(*response,
              EqualsTextProto(R"pb(verdict: VERDICT_SATISFIED catalog_revision: "r")pb"));
}

TEST(ClientUnary, GivesTheDetailsOfAnErrorAsPayloads) {
  FieldFaults faults;
  faults.Add("observed.names[3]", "is empty");
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext&, const auto&, auto*) {
    return test::SentError(faults.ToStatus());
  };
  const absl::Status status = ClientOf(agent)->CheckPermissions({}).status();
  EXPECT_EQ(status, faults.ToStatus());
  EXPECT_EQ(test::ReasonOf(status), "INVALID_FIELD");
  EXPECT_THAT(test::ViolationsOf(status), ElementsAre("observed.names[3] is empty"));
}

TEST(ClientUnary, TriesAgainWhileTheAgentIsUnavailable) {
  std::atomic<int> calls = 0;
  FakeAgent agent;
  agent.check_permissions = InTurn({kUnavailable, kUnavailable, grpc::Status::OK}, calls);
  EXPECT_TRUE(ClientOf(agent)->CheckPermissions({}).ok());
  EXPECT_EQ(calls, 3);
}

TEST(ClientUnary, GivesUpAfterTheLastAttempt) {
  std::atomic<int> calls = 0;
  FakeAgent agent;
  agent.check_permissions = InTurn({kUnavailable, kUnavailable, grpc::Status::OK}, calls);
  ClientOptions options;
  options.max_attempts = 2;
  EXPECT_EQ(ClientOf(agent, options)->CheckPermissions({}).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(calls, 2);
}

TEST(ClientUnary, DoesNotRetryWithOneAttempt) {
  std::atomic<int> calls = 0;
  FakeAgent agent;
  agent.check_permissions = InTurn({kUnavailable, grpc::Status::OK}, calls);
  ClientOptions options;
  options.max_attempts = 1;
  EXPECT_FALSE(ClientOf(agent, options)->CheckPermissions({}).ok());
  EXPECT_EQ(calls, 1);
}

TEST(ClientUnary, DoesNotRetryAnErrorThatWouldStay) {
  std::atomic<int> calls = 0;
  FakeAgent agent;
  agent.check_permissions = InTurn({{grpc::StatusCode::INTERNAL, "x"}, grpc::Status::OK}, calls);
  EXPECT_EQ(ClientOf(agent)->CheckPermissions({}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(calls, 1);
}

TEST(ClientUnary, RetriesTheCatalogServiceAndHealthAsWell) {
  std::atomic<int> catalog_calls = 0;
  std::atomic<int> health_calls = 0;
  FakeAgent agent;
  agent.get_catalog = [&](grpc::ServerContext&, const auto&, auto*) {
    return catalog_calls++ == 0 ? kUnavailable : grpc::Status::OK;
  };
  agent.check_health = [&](grpc::ServerContext&, const auto&, auto*) {
    return health_calls++ == 0 ? kUnavailable : grpc::Status::OK;
  };
  const auto client = ClientOf(agent);
  EXPECT_TRUE(client->GetCatalog({}).ok());
  EXPECT_TRUE(client->CheckHealth("").ok());
}

TEST(ClientUnary, EndsACallAtItsDeadline) {
  std::latch answer(1);
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext&, const auto&, auto*) {
    answer.wait();
    return grpc::Status::OK;
  };
  ClientOptions options;
  options.timeout = absl::Milliseconds(50);
  EXPECT_EQ(ClientOf(agent, options)->CheckPermissions({}).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  answer.count_down();
}

TEST(ClientUnary, AgentThatIsNotThereIsUnavailable) {
  ClientOptions options;
  options.endpoint = "unix:/nonexistent/linkstat.sock";
  EXPECT_EQ((*Client::Create(options))->CheckPermissions({}).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(ClientUnary, NamesItselfInTheUserAgent) {
  std::string user_agent;
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext& context, const auto&, auto*) {
    const auto entry = context.client_metadata().find("user-agent");
    user_agent = std::string(entry->second.data(), entry->second.size());
    return grpc::Status::OK;
  };
  ClientOptions options;
  options.user_agent = "census/7";
  ASSERT_TRUE(ClientOf(agent, options)->CheckPermissions({}).ok());
  EXPECT_THAT(user_agent, HasSubstr("census/7 grpc-c++"));
}

// The answer of CheckHealth to a status of the agent.
absl::StatusOr<bool> HealthOf(HealthCheckResponse::ServingStatus status) {
  FakeAgent agent;
  agent.check_health = [status](grpc::ServerContext&, const HealthCheckRequest& request,
                                HealthCheckResponse* response) {
    if (request.service() != "s") return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such");
    response->set_status(status);
    return grpc::Status::OK;
  };
  return ClientOf(agent)->CheckHealth("s");
}

TEST(ClientHealth, ServingIsTrue) { EXPECT_TRUE(*HealthOf(HealthCheckResponse::SERVING)); }

TEST(ClientHealth, NotServingIsFalse) { EXPECT_FALSE(*HealthOf(HealthCheckResponse::NOT_SERVING)); }

TEST(ClientHealth, UnknownStatusIsFalse) { EXPECT_FALSE(*HealthOf(HealthCheckResponse::UNKNOWN)); }

TEST(ClientHealth, UnknownServiceIsNotFound) {
  FakeAgent agent;
  agent.check_health = [](grpc::ServerContext&, const auto&, auto*) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such service");
  };
  EXPECT_EQ(ClientOf(agent)->CheckHealth("x").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace linkstat
