#include "agent/app/systemd/watchdog.h"

#include <gtest/gtest.h>

#include <future>

#include "absl/time/clock.h"
#include "tests/support/notify_socket.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

class WatchdogTest : public testing::Test {
 protected:
  ServiceManager ManagerThatWaits(absl::Duration interval) const {
    return ServiceManager(folder_.File("notify"), interval);
  }

  const test::TemporaryFolder folder_;
  const test::NotifySocket heard_{folder_.File("notify")};
};

TEST_F(WatchdogTest, IsFedAgainAndAgainWhileTheCheckPasses) {
  const ServiceManager manager = ManagerThatWaits(absl::Milliseconds(20));
  const Watchdog watchdog(&manager, [](absl::Duration) { return true; });
  for (int i = 0; i < 3; ++i) EXPECT_EQ(heard_.Next(), "WATCHDOG=1");
}

TEST_F(WatchdogTest, IsNotFedByAFailedCheckAndFedAgainByTheNextGoodOne) {
  const ServiceManager manager = ManagerThatWaits(absl::Milliseconds(20));
  std::atomic<int> checks = 0;
  std::promise<void> good;
  bool silent_before = false;
  const Watchdog watchdog(&manager, [&](absl::Duration) {
    if (++checks < 4) return false;
    if (checks == 4) {
      silent_before = heard_.Silent();
      good.set_value();
    }
    return true;
  });
  good.get_future().wait();
  EXPECT_TRUE(silent_before);
  EXPECT_EQ(heard_.Next(), "WATCHDOG=1");
}

TEST_F(WatchdogTest, GivesTheCheckHalfTheInterval) {
  const ServiceManager manager = ManagerThatWaits(absl::Seconds(60));
  std::promise<absl::Duration> given;
  const Watchdog watchdog(&manager, [&](absl::Duration timeout) {
    given.set_value(timeout);
    return true;
  });
  EXPECT_EQ(given.get_future().get(), absl::Seconds(30));
}

TEST_F(WatchdogTest, IsNotFedByACheckThatTookTooLong) {
  const ServiceManager manager = ManagerThatWaits(absl::Milliseconds(20));
  std::promise<bool> silent;
  std::atomic<int> checks = 0;
  const Watchdog watchdog(&manager, [&](absl::Duration timeout) {
    if (++checks == 1) {
      const absl::Time late = absl::Now() + timeout + absl::Milliseconds(1);
      while (absl::Now() < late) std::this_thread::yield();
    } else if (checks == 2) {
      silent.set_value(heard_.Silent());
    }
    return true;
  });
  EXPECT_TRUE(silent.get_future().get());
}

TEST_F(WatchdogTest, DoesNotCheckForAManagerThatDoesNotWait) {
  const ServiceManager manager = ManagerThatWaits(absl::ZeroDuration());
  std::atomic<int> checks = 0;
  {
    const Watchdog watchdog(&manager, [&](absl::Duration) { return ++checks > 0; });
  }
  EXPECT_EQ(checks, 0);
  EXPECT_TRUE(heard_.Silent());
}

}  // namespace
}  // namespace linkstat::app
