#include "agent/app/systemd/service_manager.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "tests/support/notify_socket.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

TEST(ServiceManager, IsToldOfReadinessLifeAndStopAtAPath) {
  const test::TemporaryFolder folder;
  const test::NotifySocket heard(folder.File("notify"));
  const ServiceManager manager(folder.File("notify"), absl::ZeroDuration());
  EXPECT_TRUE(manager.TellReady().ok());
  EXPECT_TRUE(manager.FeedWatchdog().ok());
  EXPECT_TRUE(manager.TellStopping().ok());
  EXPECT_EQ(heard.Next(), "READY=1\nSTATUS=Serving");
  EXPECT_EQ(heard.Next(), "WATCHDOG=1");
  EXPECT_EQ(heard.Next(), "STOPPING=1\nSTATUS=Draining");
}

TEST(ServiceManager, IsToldAtANameThatIsNoFile) {
  const std::string name = absl::StrCat("@linkstat-test-", getpid());
  const test::NotifySocket heard(name);
  EXPECT_TRUE(ServiceManager(name, absl::ZeroDuration()).FeedWatchdog().ok());
  EXPECT_EQ(heard.Next(), "WATCHDOG=1");
}

TEST(ServiceManager, NeedNotBeThere) {
  EXPECT_TRUE(ServiceManager("", absl::ZeroDuration()).TellReady().ok());
}

TEST(ServiceManager, ThatDoesNotListenIsAnError) {
  const test::TemporaryFolder folder;
  const ServiceManager manager(folder.File("nobody"), absl::ZeroDuration());
  EXPECT_EQ(manager.TellReady().code(), absl::StatusCode::kNotFound);
}

TEST(ServiceManager, AtAPathTooLongForASocketIsAnError) {
  const ServiceManager manager("/" + std::string(200, 'x'), absl::ZeroDuration());
  EXPECT_EQ(manager.TellReady().code(), absl::StatusCode::kInvalidArgument);
}

// The environment that a manager gives to those that it starts.
class ServiceManagerEnvironment : public testing::Test {
 protected:
  ~ServiceManagerEnvironment() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }

  static absl::Duration IntervalFor(const std::string& microseconds, const std::string& pid) {
    setenv("WATCHDOG_USEC", microseconds.c_str(), 1);
    setenv("WATCHDOG_PID", pid.c_str(), 1);
    return ServiceManager::FromEnvironment().watchdog_interval();
  }
};

TEST_F(ServiceManagerEnvironment, NamesTheSocket) {
  const test::TemporaryFolder folder;
  const test::NotifySocket heard(folder.File("notify"));
  setenv("NOTIFY_SOCKET", folder.File("notify").c_str(), 1);
  EXPECT_TRUE(ServiceManager::FromEnvironment().FeedWatchdog().ok());
  EXPECT_EQ(heard.Next(), "WATCHDOG=1");
}

TEST_F(ServiceManagerEnvironment, SaysHowOftenTheWatchdogIsFed) {
  const std::string self = absl::StrCat(getpid());
  EXPECT_EQ(IntervalFor("1500000", self), absl::Milliseconds(1500));
  EXPECT_EQ(IntervalFor("1500000", ""), absl::Milliseconds(1500));
}

TEST_F(ServiceManagerEnvironment, OfAnotherProcessOrWithoutANumberAsksForNoFood) {
  const std::string self = absl::StrCat(getpid());
  EXPECT_EQ(IntervalFor("1500000", "1"), absl::ZeroDuration());
  for (const char* none : {"", "0", "-5", "soon"}) {
    EXPECT_EQ(IntervalFor(none, self), absl::ZeroDuration()) << none;
  }
}

}  // namespace
}  // namespace linkstat::app
