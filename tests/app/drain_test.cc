#include "agent/app/drain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace linkstat::app {
namespace {

using testing::ElementsAre;

class StubServer {
 public:
  void SetServing(bool serving) { steps.push_back(serving ? "serving" : "not serving"); }
  void EndStreams(absl::Duration patience) {
    steps.push_back("streams " + absl::FormatDuration(patience));
    const auto begin = std::chrono::steady_clock::now();
    while (streams_took < absl::Milliseconds(2)) {
      streams_took = absl::FromChrono(std::chrono::steady_clock::now() - begin);
    }
  }
  void Shutdown(absl::Duration deadline) {
    steps.push_back("shutdown");
    shutdown_deadline = deadline;
  }

  std::vector<std::string> steps;
  absl::Duration streams_took;
  absl::Duration shutdown_deadline;
};

TEST(Drain, ReportsNotServingLingersEndsStreamsAndThenShutsDown) {
  StubServer server;
  Drain(server, {absl::Seconds(3), absl::Seconds(10)}, [&server](absl::Duration time) {
    server.steps.push_back("linger " + absl::FormatDuration(time));
  });
  EXPECT_THAT(server.steps, ElementsAre("not serving", "linger 3s", "streams 1s", "shutdown"));
}

TEST(Drain, LeavesToCallsWhatStreamsLeftOfTheDeadline) {
  StubServer server;
  Drain(server, {absl::ZeroDuration(), absl::Hours(1)}, [](absl::Duration) {});
  EXPECT_LE(server.shutdown_deadline, absl::Hours(1) - server.streams_took);
  EXPECT_GT(server.shutdown_deadline, absl::Minutes(30));
}

TEST(Drain, DoesNotWaitForStreamsLongerThanItsDeadline) {
  StubServer server;
  Drain(server, {absl::ZeroDuration(), absl::Milliseconds(200)}, [](absl::Duration) {});
  EXPECT_THAT(server.steps, testing::Contains("streams 200ms"));
}

}  // namespace
}  // namespace linkstat::app
