#include "agent/rpc/transport/connection_ingress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "tests/net/sockets.h"
#include "tests/rpc/transport/answering_server.h"
#include "tests/rpc/transport/raw_http2.h"
#include "tests/support/metric_text.h"

namespace linkstat::rpc {
namespace {

using test::RawHttp2;

// A server behind an ingress for two connections.
class ConnectionIngressTest : public testing::Test {
 protected:
  ConnectionIngressTest()
      : ingress_(*net::Listener::OpenTcp("127.0.0.1", 0), 2, builder_,
                 grpc::InsecureServerCredentials()) {
    EXPECT_TRUE(server_.Start(builder_));
    metrics_.Add([this](telemetry::MetricFamilies& families) { ingress_.Collect(families); });
  }
  ~ConnectionIngressTest() override {
    ingress_.Close();
    server_.Shutdown();
  }

  void Open() { ASSERT_TRUE(ingress_.Open(TransportLimits(), server_.log()).ok()); }

  std::string Metric(absl::string_view name) const {
    return test::MetricLines(metrics_.Text(), absl::StrCat("linkstat_connections_", name));
  }

  // Whether so many connections come to be open, which may take some milliseconds.
  bool BecomesOpen(int count) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const std::string expected = absl::StrCat("linkstat_connections_open ", count, "\n");
    while (Metric("open") != expected) {
      if (std::chrono::steady_clock::now() > end) return false;
    }
    return true;
  }

  test::AnsweringServer server_;
  grpc::ServerBuilder builder_;
  ConnectionIngress ingress_;
  telemetry::MetricSet metrics_;
};

TEST_F(ConnectionIngressTest, AcceptsAClientThatConnectedBeforeItWasOpened) {
  RawHttp2 client(ingress_.port());
  EXPECT_TRUE(BecomesOpen(0));
  Open();
  EXPECT_TRUE(client.Answers());
  EXPECT_TRUE(BecomesOpen(1));
}

TEST_F(ConnectionIngressTest, ClosesAndCountsOneTooMany) {
  Open();
  RawHttp2 first(ingress_.port()), second(ingress_.port());
  EXPECT_TRUE(first.Answers());
  EXPECT_TRUE(second.Answers());
  RawHttp2 third(ingress_.port());
  EXPECT_FALSE(third.Answers());
  EXPECT_EQ(Metric("open"), "linkstat_connections_open 2\n");
  EXPECT_EQ(Metric("refused_total"), "linkstat_connections_refused_total 1\n");
}

TEST_F(ConnectionIngressTest, LetsOthersInWhenAConnectionIsClosed) {
  Open();
  RawHttp2 first(ingress_.port());
  EXPECT_TRUE(first.Answers());
  {
    RawHttp2 second(ingress_.port());
    EXPECT_TRUE(second.Answers());
    EXPECT_TRUE(BecomesOpen(2));
  }
  EXPECT_TRUE(BecomesOpen(1));
  RawHttp2 next(ingress_.port());
  EXPECT_TRUE(next.Answers());
}

TEST_F(ConnectionIngressTest, AcceptsNoClientOnceClosedAndKeepsOpenConnections) {
  Open();
  RawHttp2 client(ingress_.port());
  EXPECT_TRUE(client.Answers());
  const int port = ingress_.port();
  ingress_.Close();
  ingress_.Close();
  EXPECT_FALSE(net::CanConnect(port));
  EXPECT_TRUE(client.Answers());
}

TEST_F(ConnectionIngressTest, FindsThePeersOfItsConnections) {
  Open();
  RawHttp2 client(ingress_.port());
  EXPECT_TRUE(client.Answers());
  EXPECT_GE(ingress_.peers().Find(client.peer()), 0);
  EXPECT_EQ(ingress_.peers().Find("ipv4:127.0.0.1:1"), -1);
}

TEST_F(ConnectionIngressTest, CutsThoseThatAbuseHttp2OnceItIsOpen) {
  EXPECT_EQ(Metric("cut_total"), "");
  Open();
  RawHttp2 client(ingress_.port());
  client.Send(test::OpenCalls(AbuseDetector::MaxOpen(TransportLimits()) + 1));
  client.AwaitEnd();
  EXPECT_THAT(server_.lines().WaitFor("connection cut"), testing::HasSubstr(client.peer()));
  EXPECT_THAT(Metric("cut_total"),
              testing::HasSubstr("linkstat_connections_cut_total{for=\"streams\"} 1\n"));
}

}  // namespace
}  // namespace linkstat::rpc
