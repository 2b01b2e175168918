#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "linkstat/client.h"
#include "tests/client/fake_agent.h"

namespace linkstat {
namespace {

using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::linkstat::test::FakeAgent;
using ::testing::ElementsAre;

std::unique_ptr<Client> ClientOf(const FakeAgent& agent) {
  ClientOptions options;
  options.endpoint = agent.endpoint();
  options.max_attempts = 1;
  return *Client::Create(options);
}

v1::WatchCatalogResponse Change(const std::string& revision) {
  v1::WatchCatalogResponse event;
  event.mutable_change()->set_catalog_revision(revision);
  return event;
}

void Send(HealthCheckResponse::ServingStatus status,
          grpc::ServerWriter<HealthCheckResponse>& writer) {
  HealthCheckResponse response;
  response.set_status(status);
  writer.Write(response);
}

TEST(ClientWatchCatalog, GivesEachEventAndThenTheEnd) {
  FakeAgent agent;
  agent.watch_catalog = [](grpc::ServerContext&, const v1::WatchCatalogRequest& request,
                           grpc::ServerWriter<v1::WatchCatalogResponse>& writer) {
    writer.Write(Change(request.resume_revision()));
    writer.Write(Change("b"));
    return grpc::Status(grpc::StatusCode::UNAVAILABLE, "stopping");
  };
  v1::WatchCatalogRequest request;
  request.set_resume_revision("a");
  std::vector<std::string> revisions;
  const absl::Status end =
      ClientOf(agent)->WatchCatalog(request,
                                    [&](const v1::WatchCatalogResponse& event) {
                                      revisions.push_back(event.change().catalog_revision());
                                      return true;
                                    },
                                    {});
  EXPECT_THAT(revisions, ElementsAre("a", "b"));
  EXPECT_EQ(end, absl::UnavailableError("stopping"));
}

TEST(ClientWatchCatalog, EndsWhenTheCallerHasEnough) {
  FakeAgent agent;
  agent.watch_catalog = [](grpc::ServerContext& context, const auto&, auto& writer) {
    while (!context.IsCancelled()) writer.Write(Change("a"));
    return grpc::Status::OK;
  };
  int events = 0;
  EXPECT_EQ(ClientOf(agent)->WatchCatalog({}, [&](const auto&) { return ++events < 2; }, {}),
            absl::OkStatus());
  EXPECT_EQ(events, 2);
}

TEST(ClientWatchHealth, GivesEachStatus) {
  FakeAgent agent;
  agent.watch_health = [](grpc::ServerContext&, const HealthCheckRequest&,
                          grpc::ServerWriter<HealthCheckResponse>& writer) {
    Send(HealthCheckResponse::SERVING, writer);
    Send(HealthCheckResponse::NOT_SERVING, writer);
    Send(HealthCheckResponse::UNKNOWN, writer);
    return grpc::Status::OK;
  };
  std::vector<bool> states;
  EXPECT_EQ(ClientOf(agent)->WatchHealth("",
                                         [&](bool serving) {
                                           states.push_back(serving);
                                           return true;
                                         },
                                         {}),
            absl::OkStatus());
  EXPECT_THAT(states, ElementsAre(true, false, false));
}

TEST(ClientWatchHealth, UnknownServiceIsNotFoundAndEndsTheStream) {
  FakeAgent agent;
  agent.watch_health = [](grpc::ServerContext& context, const auto&, auto& writer) {
    while (!context.IsCancelled()) Send(HealthCheckResponse::SERVICE_UNKNOWN, writer);
    return grpc::Status::OK;
  };
  bool called = false;
  const absl::Status end = ClientOf(agent)->WatchHealth("x",
                                                        [&](bool) {
                                                          called = true;
                                                          return true;
                                                        },
                                                        {});
  EXPECT_EQ(end.code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace linkstat
