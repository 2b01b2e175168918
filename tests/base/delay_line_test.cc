#include "agent/base/delay_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

namespace linkstat {
namespace {

using testing::ElementsAre;

constexpr std::chrono::hours kNever{1};

TEST(DelayLine, RunsATaskNoSoonerThanAfterTheDelay) {
  constexpr std::chrono::milliseconds kDelay{20};
  DelayLine line(kDelay, 10);
  std::promise<std::chrono::steady_clock::time_point> ran;
  const auto begin = std::chrono::steady_clock::now();
  line.Run([&] { ran.set_value(std::chrono::steady_clock::now()); });
  EXPECT_GE(ran.get_future().get() - begin, kDelay);
}

TEST(DelayLine, RunsWhatCameLaterThanItsFirstTask) {
  DelayLine line(std::chrono::milliseconds(1), 10);
  for (int i = 0; i < 20; ++i) {
    std::promise<void> ran;
    line.Run([&] { ran.set_value(); });
    ran.get_future().get();
  }
}

TEST(DelayLine, RunsAtOnceAndInOrderWhatWaitsAtItsEnd) {
  std::vector<int> ran;
  {
    DelayLine line(kNever, 10);
    for (int i = 1; i <= 3; ++i) line.Run([&ran, i] { ran.push_back(i); });
  }
  EXPECT_THAT(ran, ElementsAre(1, 2, 3));
}

TEST(DelayLine, RunsHereAndNowWhatIsOneTooMany) {
  DelayLine line(kNever, 1);
  line.Run([] {});
  std::thread::id ran_on;
  line.Run([&] { ran_on = std::this_thread::get_id(); });
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

}  // namespace
}  // namespace linkstat
