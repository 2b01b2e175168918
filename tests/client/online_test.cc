#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "agent/base/error.h"
#include "tests/client/fake_agent.h"
#include "tests/client/run_cli.h"

// The verbs against an agent.
namespace linkstat {
namespace {

using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::linkstat::test::CliRun;
using ::linkstat::test::FakeAgent;
using ::linkstat::test::RunCli;
using ::testing::IsEmpty;
using ::testing::StartsWith;

CliRun Ask(const FakeAgent& agent, std::vector<std::string> arguments) {
  return test::RunOnline(agent.endpoint(), std::move(arguments));
}

auto Verdict(v1::Verdict verdict) {
  return [verdict](grpc::ServerContext&, const auto&, v1::CheckPermissionsResponse* response) {
    response->set_verdict(verdict);
    return grpc::Status::OK;
  };
}

TEST(Online, VerdictIsTheExitCode) {
  FakeAgent agent;
  agent.check_permissions = Verdict(v1::VERDICT_SATISFIED);
  EXPECT_EQ(Ask(agent, {"check", "A"}).code, 0);
  agent.check_permissions = Verdict(v1::VERDICT_NOT_SATISFIED);
  EXPECT_EQ(Ask(agent, {"check", "A"}).code, 1);
  agent.check_permissions = Verdict(v1::VERDICT_INDETERMINATE);
  EXPECT_EQ(Ask(agent, {"check"}).code, 4);
}

TEST(Online, RequestHoldsWhatWasGiven) {
  v1::CheckPermissionsRequest received;
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext&, const auto& request, auto*) {
    received = request;
    return grpc::Status::OK;
  };
  Ask(agent, {"check", "A", "B", "--full", "--expected-revision", "r"});
  EXPECT_THAT(received.observed().names(), testing::ElementsAre("A", "B"));
  EXPECT_EQ(received.view(), v1::VIEW_FULL);
  EXPECT_EQ(received.expected_revision(), "r");
}

TEST(Online, WithoutNamesNothingWasObserved) {
  bool observed = true;
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext&, const auto& request, auto*) {
    observed = request.has_observed();
    return grpc::Status::OK;
  };
  Ask(agent, {"check"});
  EXPECT_FALSE(observed);
}

TEST(Online, EndpointComesFromTheEnvironment) {
  FakeAgent agent;
  agent.check_permissions = Verdict(v1::VERDICT_SATISFIED);
  setenv("LINKSTAT_ENDPOINT", agent.endpoint().c_str(), 1);
  const CliRun run = RunCli({"check", "A"});
  unsetenv("LINKSTAT_ENDPOINT");
  EXPECT_EQ(run.code, 0) << run.err;
}

TEST(Online, ErrorOfTheAgentIsPrintedWithItsFields) {
  FieldFaults faults;
  faults.Add("observed.names[0]", "is empty");
  FakeAgent agent;
  agent.check_permissions = [&](grpc::ServerContext&, const auto&, auto*) {
    return test::SentError(faults.ToStatus());
  };
  const CliRun run = Ask(agent, {"check", "A"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_EQ(run.err,
            "linkstat: INVALID_ARGUMENT INVALID_FIELD: observed.names[0] is empty\n"
            "  observed.names[0]: is empty\n");
}

TEST(Online, AgentThatIsNotThereIsAFailure) {
  const CliRun run = RunCli({"--endpoint", "unix:/nonexistent/linkstat.sock", "check", "A"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.err, StartsWith("linkstat: UNAVAILABLE: "));
}

TEST(Online, HealthIsTheExitCode) {
  FakeAgent agent;
  agent.check_health = [](grpc::ServerContext&, const HealthCheckRequest& request,
                          HealthCheckResponse* response) {
    response->set_status(request.service().empty() ? HealthCheckResponse::SERVING
                                                   : HealthCheckResponse::NOT_SERVING);
    return grpc::Status::OK;
  };
  const CliRun whole = Ask(agent, {"health"});
  EXPECT_EQ(whole.code, 0);
  EXPECT_EQ(whole.out, "SERVING\tagent\n");
  const CliRun service = Ask(agent, {"health", "--service", "s", "--output", "json"});
  EXPECT_EQ(service.code, 1);
  EXPECT_EQ(service.out, "{\"service\":\"s\",\"status\":\"NOT_SERVING\"}\n");
}

TEST(Online, WatchedHealthIsALineForEachChange) {
  FakeAgent agent;
  agent.watch_health = [](grpc::ServerContext&, const HealthCheckRequest&,
                          grpc::ServerWriter<HealthCheckResponse>& writer) {
    HealthCheckResponse response;
    response.set_status(HealthCheckResponse::SERVING);
    writer.Write(response);
    response.set_status(HealthCheckResponse::NOT_SERVING);
    writer.Write(response);
    return grpc::Status::OK;
  };
  const CliRun run = Ask(agent, {"health", "--watch"});
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.out, "SERVING\tagent\nNOT_SERVING\tagent\n");
}

// Interrupts the command line and waits for its end.
grpc::Status Interrupt(grpc::ServerContext& context) {
  std::raise(SIGINT);
  while (!context.IsCancelled()) std::this_thread::yield();
  return grpc::Status::CANCELLED;
}

TEST(Online, InterruptEndsTheWatchOfHealthInPeace) {
  FakeAgent agent;
  agent.watch_health = [](grpc::ServerContext& context, const HealthCheckRequest&,
                          grpc::ServerWriter<HealthCheckResponse>& writer) {
    HealthCheckResponse response;
    response.set_status(HealthCheckResponse::NOT_SERVING);
    writer.Write(response);
    return Interrupt(context);
  };
  const CliRun run = Ask(agent, {"health", "--watch"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(Online, InterruptEndsTheWatchInPeace) {
  FakeAgent agent;
  agent.watch_catalog = [](grpc::ServerContext& context, const auto&, auto&) {
    return Interrupt(context);
  };
  const CliRun run = Ask(agent, {"watch"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.err, IsEmpty());
}

// Sends one catalog and a sign of life, then stops.
grpc::Status SendCatalog(grpc::ServerContext&, const v1::WatchCatalogRequest&,
                         grpc::ServerWriter<v1::WatchCatalogResponse>& writer) {
  v1::WatchCatalogResponse event;
  event.mutable_keep_alive();
  writer.Write(event);
  event.mutable_change()->set_catalog_revision("abc");
  event.mutable_change()->mutable_catalog()->add_permissions()->set_id("p");
  writer.Write(event);
  return test::SentError(MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_AGENT_STOPPING,
                                   "the agent is stopping"));
}

TEST(Online, WatchIsALineForEachCatalogAndEndsWithTheAgent) {
  FakeAgent agent;
  agent.watch_catalog = SendCatalog;
  const CliRun run = Ask(agent, {"watch"});
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.out, "catalog\tabc\t1 permissions\t0 form fields\n");
  EXPECT_EQ(run.err, "linkstat: UNAVAILABLE AGENT_STOPPING: the agent is stopping\n");
}

TEST(Online, WatchAsJsonIsALineForEachCatalog) {
  FakeAgent agent;
  agent.watch_catalog = SendCatalog;
  EXPECT_EQ(Ask(agent, {"watch", "--output", "json"}).out,
            "{\"change\":{\"catalogRevision\":\"abc\",\"catalog\":{\"permissions\":[{\"id\":\"p\"}]"
            "}}}\n");
}

}  // namespace
}  // namespace linkstat
