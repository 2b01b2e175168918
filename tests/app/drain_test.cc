#include "agent/app/drain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace linkstat::app {
namespace {

using testing::ElementsAre;

class StubTarget final : public DrainTarget {
 public:
  void StopServing() override { steps.push_back("not serving"); }
  void EndStreams(absl::Duration patience) override {
    steps.push_back("streams " + absl::FormatDuration(patience));
    const auto begin = std::chrono::steady_clock::now();
    while (streams_took < absl::Milliseconds(2)) {
      streams_took = absl::FromChrono(std::chrono::steady_clock::now() - begin);
    }
  }
  void Shutdown(absl::Duration deadline) override {
    steps.push_back("shutdown");
    shutdown_deadline = deadline;
  }

  std::vector<std::string> steps;
  absl::Duration streams_took;
  absl::Duration shutdown_deadline;
};

TEST(Drain, SaysNotServingLingersEndsStreamsAndThenShutsDown) {
  StubTarget target;
  Drain(target, {absl::Seconds(3), absl::Seconds(10)}, [&target](absl::Duration time) {
    target.steps.push_back("linger " + absl::FormatDuration(time));
  });
  EXPECT_THAT(target.steps, ElementsAre("not serving", "linger 3s", "streams 1s", "shutdown"));
}

TEST(Drain, LeavesToCallsWhatStreamsLeftOfTheDeadline) {
  StubTarget target;
  Drain(target, {absl::ZeroDuration(), absl::Hours(1)}, [](absl::Duration) {});
  EXPECT_LE(target.shutdown_deadline, absl::Hours(1) - target.streams_took);
  EXPECT_GT(target.shutdown_deadline, absl::Minutes(30));
}

TEST(Drain, DoesNotWaitForStreamsLongerThanItsDeadline) {
  StubTarget target;
  Drain(target, {absl::ZeroDuration(), absl::Milliseconds(200)}, [](absl::Duration) {});
  EXPECT_THAT(target.steps, testing::Contains("streams 200ms"));
}

}  // namespace
}  // namespace linkstat::app
