#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "linkstat/client.h"
#include "tests/client/fake_agent.h"

// The client library against several agents.
namespace linkstat {
namespace {

using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::linkstat::test::FakeAgent;

// More than enough calls for each of two agents to get one in its turn.
constexpr int kManyCalls = 1'000;

// An agent that counts its calls, with the health that the test gives it.
class CountingAgent {
 public:
  explicit CountingAgent(bool serving) {
    fake_.check_permissions = [this](grpc::ServerContext&, const v1::CheckPermissionsRequest&,
                                     v1::CheckPermissionsResponse*) {
      ++calls_;
      return grpc::Status::OK;
    };
    fake_.watch_health = [this, serving](grpc::ServerContext&, const HealthCheckRequest&,
                                         grpc::ServerWriter<HealthCheckResponse>& writer) {
      Send(serving, writer);
      turned_.wait();
      Send(!serving, writer);
      ended_.wait();
      return grpc::Status::OK;
    };
  }
  ~CountingAgent() {
    if (!turned_.try_wait()) turned_.count_down();
    ended_.count_down();
  }

  // Reports the contrary of its first health.
  void Turn() { turned_.count_down(); }

  // `IP:PORT`.
  const std::string& address() const { return fake_.endpoint(); }
  int calls() const { return calls_; }

 private:
  static void Send(bool serving, grpc::ServerWriter<HealthCheckResponse>& writer) {
    HealthCheckResponse response;
    response.set_status(serving ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING);
    writer.Write(response);
  }

  std::atomic<int> calls_ = 0;
  std::latch turned_{1};
  std::latch ended_{1};
  FakeAgent fake_;
};

std::unique_ptr<Client> ClientOf(const CountingAgent& one, const CountingAgent& other,
                                 bool balance) {
  ClientOptions options;
  options.endpoint = absl::StrCat("ipv4:", one.address(), ",", other.address());
  options.balance = balance;
  return *Client::Create(options);
}

// Calls until `done`; false when that never comes.
bool CallUntil(Client& client, const std::function<bool()>& done) {
  for (int i = 0; i < kManyCalls; ++i) {
    if (!client.CheckPermissions({}).ok()) return false;
    if (done()) return true;
  }
  return false;
}

TEST(ClientBalance, EveryServingAgentGetsCalls) {
  const CountingAgent one(true);
  const CountingAgent other(true);
  const auto client = ClientOf(one, other, true);
  EXPECT_TRUE(CallUntil(*client, [&] { return one.calls() > 0 && other.calls() > 0; }));
}

TEST(ClientBalance, AgentThatDoesNotServeGetsNoCall) {
  const CountingAgent stopping(false);
  const CountingAgent serving(true);
  const auto client = ClientOf(stopping, serving, true);
  EXPECT_TRUE(CallUntil(*client, [&] { return serving.calls() == kManyCalls; }));
  EXPECT_EQ(stopping.calls(), 0);
}

TEST(ClientBalance, AgentThatStopsServingGetsNoMoreCalls) {
  CountingAgent stopping(true);
  const CountingAgent serving(true);
  const auto client = ClientOf(stopping, serving, true);
  ASSERT_TRUE(CallUntil(*client, [&] { return stopping.calls() > 0; }));
  stopping.Turn();
  // A run of calls of which none came to it: in turn, every other one would.
  int seen = 0;
  int run = 0;
  EXPECT_TRUE(CallUntil(*client, [&] {
    run = stopping.calls() == seen ? run + 1 : 0;
    seen = stopping.calls();
    return run == 10;
  }));
}

TEST(ClientBalance, WithoutItOneAgentGetsAllCallsWhateverItsHealth) {
  const CountingAgent one(false);
  const CountingAgent other(true);
  const auto client = ClientOf(one, other, false);
  EXPECT_TRUE(CallUntil(*client, [&] { return one.calls() == kManyCalls; }));
  EXPECT_EQ(other.calls(), 0);
}

}  // namespace
}  // namespace linkstat
