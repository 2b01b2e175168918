#include "agent/base/delayed_task_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

namespace linkstat {
namespace {

using testing::ElementsAre;

constexpr absl::Duration kNever = absl::Hours(1);

TEST(DelayedTaskQueue, RunsATaskNoSoonerThanAfterTheDelay) {
  constexpr absl::Duration kDelay = absl::Milliseconds(20);
  DelayedTaskQueue queue("test", kDelay, 10);
  std::promise<SteadyTime> ran;
  const SteadyTime begin = SteadyNow();
  queue.Run([&] { ran.set_value(SteadyNow()); });
  EXPECT_GE(absl::FromChrono(ran.get_future().get() - begin), kDelay);
}

TEST(DelayedTaskQueue, RunsWhatCameLaterThanItsFirstTask) {
  DelayedTaskQueue queue("test", absl::Milliseconds(1), 10);
  for (int i = 0; i < 20; ++i) {
    std::promise<void> ran;
    queue.Run([&] { ran.set_value(); });
    ran.get_future().get();
  }
}

TEST(DelayedTaskQueue, RunsAtOnceAndInOrderWhatWaitsAtItsEnd) {
  std::vector<int> ran;
  {
    DelayedTaskQueue queue("test", kNever, 10);
    for (int i = 1; i <= 3; ++i) queue.Run([&ran, i] { ran.push_back(i); });
  }
  EXPECT_THAT(ran, ElementsAre(1, 2, 3));
}

TEST(DelayedTaskQueue, RunsHereAndNowWhatIsOneTooMany) {
  DelayedTaskQueue queue("test", kNever, 1);
  queue.Run([] {});
  std::thread::id ran_on;
  queue.Run([&] { ran_on = std::this_thread::get_id(); });
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

}  // namespace
}  // namespace linkstat
