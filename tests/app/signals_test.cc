#include "agent/app/signals.h"

#include <gtest/gtest.h>
#include <pthread.h>

namespace linkstat::app {
namespace {

// Sent to this thread, in which Signals blocks them, they wait to be taken.
void Send(int number) { ASSERT_EQ(pthread_kill(pthread_self(), number), 0); }

TEST(Signals, TakesTermAndIntAsStop) {
  Signals signals;
  Send(SIGTERM);
  EXPECT_EQ(signals.Wait(), SystemRequest::kStop);
  Send(SIGINT);
  EXPECT_EQ(signals.Wait(), SystemRequest::kStop);
}

TEST(Signals, TakesHupAsReload) {
  Signals signals;
  Send(SIGHUP);
  EXPECT_EQ(signals.Wait(), SystemRequest::kReload);
}

TEST(Signals, CutsAWaitShortForAStop) {
  Signals signals;
  Send(SIGTERM);
  EXPECT_TRUE(signals.WaitForStop(absl::Hours(1)));
}

TEST(Signals, WaitsOnForAStopAfterAReload) {
  Signals signals;
  Send(SIGHUP);
  Send(SIGTERM);
  EXPECT_TRUE(signals.WaitForStop(absl::Hours(1)));
}

TEST(Signals, ReturnsWithoutAStopAfterTheTime) {
  Signals signals;
  EXPECT_FALSE(signals.WaitForStop(absl::Milliseconds(1)));
}

}  // namespace
}  // namespace linkstat::app
