#include "agent/base/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace linkstat {
namespace {

TEST(Executor, RunsEveryTaskThatItTook) {
  std::atomic<int> ran = 0;
  {
    Executor executor("test", 2, 100);
    for (int i = 0; i < 100; ++i) {
      while (!executor.TryRun([&] { ++ran; })) {
      }
    }
  }
  EXPECT_EQ(ran, 100);
}

TEST(Executor, RunsTasksAtTheSameTimeOnItsThreads) {
  std::latch together(3);
  Executor executor("test", 2, 2);
  // Each waits for the other and for the test.
  EXPECT_TRUE(executor.TryRun([&] { together.arrive_and_wait(); }));
  EXPECT_TRUE(executor.TryRun([&] { together.arrive_and_wait(); }));
  together.arrive_and_wait();
}

TEST(Executor, RejectsATaskWhenTheQueueIsFull) {
  std::latch begun(1);
  std::latch release(1);
  bool waiting_ran = false;
  {
    Executor executor("test", 1, 1);
    EXPECT_TRUE(executor.TryRun([&] {
      begun.count_down();
      release.wait();
    }));
    begun.wait();
    EXPECT_TRUE(executor.TryRun([&] { waiting_ran = true; }));
    EXPECT_FALSE(executor.TryRun([] { FAIL() << "it was refused"; }));
    release.count_down();
  }
  EXPECT_TRUE(waiting_ran);
}

}  // namespace
}  // namespace linkstat
