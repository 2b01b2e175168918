#include "agent/store/notifier.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/store/signal.h"

namespace linkstat::store {
namespace {

TEST(Notifier, SetReturnsOnlyWhenNoCallRuns) {
  Notifier notifier;
  Signal started;
  Signal about_to_end;
  std::atomic<bool> finished = false;
  notifier.Set([&] {
    started.Set();
    EXPECT_TRUE(about_to_end.Wait());
    // Gives a Set that does not wait the time to return.
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    finished = true;
  });
  notifier.Notify();
  ASSERT_TRUE(started.Wait());
  about_to_end.Set();
  notifier.Set(nullptr);
  EXPECT_TRUE(finished);
}

TEST(Notifier, CallsOnceForNoticesThatCameMeanwhile) {
  Notifier notifier;
  Signal started;
  Signal go_on;
  Signal second;
  std::atomic<int> calls = 0;
  notifier.Set([&] {
    if (++calls == 1) {
      started.Set();
      EXPECT_TRUE(go_on.Wait());
    } else {
      second.Set();
    }
  });
  notifier.Notify();
  ASSERT_TRUE(started.Wait());
  for (int i = 0; i < 10; ++i) notifier.Notify();
  go_on.Set();
  EXPECT_TRUE(second.Wait());
  notifier.Set(nullptr);
  EXPECT_EQ(calls, 2);
}

TEST(Notifier, ANoticeBeforeACallbackIsSetIsDropped) {
  Notifier notifier;
  notifier.Notify();
  std::atomic<int> calls = 0;
  Signal called;
  notifier.Set([&] {
    ++calls;
    called.Set();
  });
  notifier.Notify();
  EXPECT_TRUE(called.Wait());
  notifier.Set(nullptr);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace linkstat::store
