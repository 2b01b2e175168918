#include "agent/rpc/transport/http2_abuse_monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/rpc/transport/connection_ingress.h"
#include "tests/rpc/transport/answering_server.h"
#include "tests/rpc/transport/raw_http2.h"

namespace linkstat::rpc {
namespace {

using test::RawHttp2;
using testing::ElementsAre;

// A server whose connections a monitor watches.
class Watched {
 public:
  explicit Watched(const TransportLimits& limits = TransportLimits())
      : ingress_(*net::Listener::OpenTcp("127.0.0.1", 0), 100, builder_,
                 grpc::InsecureServerCredentials()) {
    SetTransport(limits, builder_);
    EXPECT_TRUE(server_.Start(builder_));
    EXPECT_TRUE(ingress_.Open(limits, server_.log()).ok());
  }

  ~Watched() {
    ingress_.Close();
    server_.Shutdown();
  }

  RawHttp2 Connect() { return RawHttp2(ingress_.port()); }

  // The line on the first connection that was cut, without its time.
  std::string CutLine() const {
    const std::string line = server_.lines().WaitFor("connection cut");
    return line.substr(std::min(line.size(), line.find(R"("message")")));
  }

  // Connections cut so far: for resets, for streams, for bytes.
  std::vector<int> Cuts() {
    telemetry::MetricFamilies families;
    ingress_.Collect(families);
    std::vector<int> cuts;
    for (const auto& metric : families.back().metric) {
      cuts.push_back(static_cast<int>(metric.counter.value));
    }
    return cuts;
  }

 private:
  test::AnsweringServer server_;
  grpc::ServerBuilder builder_;
  ConnectionIngress ingress_;
};

std::string LineOn(const RawHttp2& client, const std::string& reason) {
  return absl::StrCat(R"("message":"connection cut","peer":")", client.peer(), R"(","for":")",
                      reason, "\"}\n");
}

// Streams that were reset are open until the server is done with them.
TransportLimits ManyStreams() {
  TransportLimits limits;
  limits.streams_at_first = 10'000;
  return limits;
}

TEST(Http2AbuseMonitor, CutsAConnectionThatResetsItsCalls) {
  Watched server(ManyStreams());
  RawHttp2 client = server.Connect();
  client.Send(test::ResetCalls(AbuseDetector::kMaxResets + 100));
  client.AwaitEnd();
  EXPECT_EQ(server.CutLine(), LineOn(client, "resets"));
  EXPECT_THAT(server.Cuts(), ElementsAre(1, 0, 0));
}

TEST(Http2AbuseMonitor, LeavesFewerResetsAlone) {
  Watched server(ManyStreams());
  RawHttp2 client = server.Connect();
  client.Send(test::ResetCalls(AbuseDetector::kMaxResets * 9 / 10));
  EXPECT_TRUE(client.Answers());
  // That this one is cut shows that the other was looked at.
  RawHttp2 bad = server.Connect();
  bad.Send(test::ResetCalls(AbuseDetector::kMaxResets + 100));
  bad.AwaitEnd();
  EXPECT_TRUE(client.Answers());
  EXPECT_THAT(server.Cuts(), ElementsAre(1, 0, 0));
}

TEST(Http2AbuseMonitor, CutsAConnectionWithTooManyCallsOpenAndNoOther) {
  const TransportLimits limits;
  Watched server(limits);
  RawHttp2 good = server.Connect(), bad = server.Connect();
  good.Send(test::OpenCalls(AbuseDetector::MaxOpen(limits)));
  EXPECT_TRUE(good.Answers());
  bad.Send(test::OpenCalls(AbuseDetector::MaxOpen(limits) + 1));
  bad.AwaitEnd();
  EXPECT_EQ(server.CutLine(), LineOn(bad, "streams"));
  EXPECT_TRUE(good.Answers());
  EXPECT_THAT(server.Cuts(), ElementsAre(0, 1, 0));
}

TEST(Http2AbuseMonitor, CutsAConnectionWhoseBytesBecomeNothing) {
  Watched server;
  RawHttp2 client = server.Connect();
  const std::string unknown = test::Frame(0x77, 0, 0, std::string(16 << 10, 'x'));
  for (uint64_t sent = 0; sent <= AbuseDetector::kMaxIdleBytes; sent += unknown.size()) {
    client.Send(unknown);
  }
  client.AwaitEnd();
  EXPECT_EQ(server.CutLine(), LineOn(client, "bytes"));
  EXPECT_THAT(server.Cuts(), ElementsAre(0, 0, 1));
}

}  // namespace
}  // namespace linkstat::rpc
