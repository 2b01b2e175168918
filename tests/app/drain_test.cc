#include "agent/app/drain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  }
  void Shutdown(absl::Duration deadline) override {
    steps.push_back("shutdown");
    shutdown_deadline = deadline;
  }

  std::vector<std::string> steps;
  absl::Duration shutdown_deadline;
};

TEST(Drain, SaysNotServingLingersEndsStreamsAndThenShutsDown) {
  StubTarget target;
  Drain(target, {absl::Seconds(3), absl::Seconds(10)}, [&target](absl::Duration time) {
    target.steps.push_back("linger " + absl::FormatDuration(time));
  });
  EXPECT_THAT(target.steps, ElementsAre("not serving", "linger 3s", "streams 1s", "shutdown"));
}

TEST(Drain, GivesStreamsAndCallsOneDeadlineTogether) {
  StubTarget target;
  Drain(target, {absl::ZeroDuration(), absl::Hours(1)}, [](absl::Duration) {});
  EXPECT_LE(target.shutdown_deadline, absl::Hours(1));
  EXPECT_GT(target.shutdown_deadline, absl::Minutes(30));
}

TEST(Drain, DoesNotWaitForStreamsLongerThanItsDeadline) {
  StubTarget target;
  Drain(target, {absl::ZeroDuration(), absl::Milliseconds(200)}, [](absl::Duration) {});
  EXPECT_THAT(target.steps, testing::Contains("streams 200ms"));
}

}  // namespace
}  // namespace linkstat::app
