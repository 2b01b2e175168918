#include "agent/base/executor.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"

namespace linkstat {
namespace {

TEST(Executor, RunsEveryTaskThatItTook) {
  std::atomic<int> ran = 0;
  {
    Executor executor(2, 100);
    for (int i = 0; i < 100; ++i) {
      while (!executor.TryRun([&] { ++ran; })) {
      }
    }
  }
  EXPECT_EQ(ran, 100);
}

TEST(Executor, RunsTasksAtTheSameTimeOnItsThreads) {
  absl::Barrier barrier(3);
  Executor executor(2, 2);
  // Each waits for the other and for the test.
  EXPECT_TRUE(executor.TryRun([&] { barrier.Block(); }));
  EXPECT_TRUE(executor.TryRun([&] { barrier.Block(); }));
  barrier.Block();
}

TEST(Executor, RefusesATaskWhenTheQueueIsFull) {
  absl::Notification begun;
  absl::Notification release;
  bool waiting_ran = false;
  {
    Executor executor(1, 1);
    EXPECT_TRUE(executor.TryRun([&] {
      begun.Notify();
      release.WaitForNotification();
    }));
    begun.WaitForNotification();
    EXPECT_TRUE(executor.TryRun([&] { waiting_ran = true; }));
    EXPECT_FALSE(executor.TryRun([] { FAIL() << "it was refused"; }));
    release.Notify();
  }
  EXPECT_TRUE(waiting_ran);
}

}  // namespace
}  // namespace linkstat
