#include "agent/app/systemd.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>

#include "absl/strings/str_cat.h"
#include "agent/base/deadline.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server_builder.h"
#include "tests/support/captured_log.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/notify_socket.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_catalog.h"

namespace linkstat::app {
namespace {

constexpr char kReady[] = "READY=1\nSTATUS=Serving";
constexpr char kStopping[] = "STOPPING=1\nSTATUS=Draining";
constexpr char kAlive[] = "WATCHDOG=1";

bool AlwaysPasses(absl::Duration) { return true; }

TEST(NotifySystemd, SendsToAName) {
  const std::string name = absl::StrCat("@linkstat-test-", getpid());
  const test::NotifySocket socket(name);
  EXPECT_TRUE(NotifySystemd(name, "STATUS=Here").ok());
  EXPECT_EQ(socket.Next(), "STATUS=Here");
}

TEST(NotifySystemd, DoesNothingWithoutASocket) { EXPECT_TRUE(NotifySystemd("", kReady).ok()); }

TEST(NotifySystemd, ReportsASocketThatIsNotThere) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(NotifySystemd(folder.File("absent"), kReady),
            absl::NotFoundError("cannot send: No such file or directory"));
}

TEST(NotifySystemd, RejectsAPathTooLongForASocket) {
  EXPECT_EQ(NotifySystemd("/" + std::string(200, 'x'), kReady),
            absl::InvalidArgumentError("NOTIFY_SOCKET is longer than a socket's path may be"));
}

class SystemdEnvironment : public testing::Test {
 protected:
  ~SystemdEnvironment() override {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }

  static absl::Duration IntervalFor(const std::string& microseconds, const std::string& pid) {
    setenv("WATCHDOG_USEC", microseconds.c_str(), 1);
    setenv("WATCHDOG_PID", pid.c_str(), 1);
    return SystemdSettings::FromEnvironment().watchdog_interval;
  }
};

TEST_F(SystemdEnvironment, NamesTheSocket) {
  EXPECT_EQ(SystemdSettings::FromEnvironment().notify_socket, "");
  setenv("NOTIFY_SOCKET", "/run/notify", 1);
  EXPECT_EQ(SystemdSettings::FromEnvironment().notify_socket, "/run/notify");
}

TEST_F(SystemdEnvironment, SetsTheWatchdogInterval) {
  const std::string self = absl::StrCat(getpid());
  EXPECT_EQ(IntervalFor("1500000", self), absl::Milliseconds(1500));
  EXPECT_EQ(IntervalFor("1500000", ""), absl::Milliseconds(1500));
}

TEST_F(SystemdEnvironment, HasNoWatchdogForAnotherProcessOrWithoutANumber) {
  const std::string self = absl::StrCat(getpid());
  EXPECT_EQ(IntervalFor("1500000", "1"), absl::ZeroDuration());
  for (const char* none : {"", "0", "-5", "soon"}) {
    EXPECT_EQ(IntervalFor(none, self), absl::ZeroDuration()) << none;
  }
}

class SystemdNotifierTest : public testing::Test {
 protected:
  SystemdSettings Settings(absl::Duration watchdog_interval = absl::ZeroDuration()) const {
    return {folder_.File("notify"), watchdog_interval};
  }

  const test::TemporaryFolder folder_;
  const test::NotifySocket socket_{folder_.File("notify")};
  test::CapturedLog lines_;
  const telemetry::Log log_{telemetry::LogOptions(), &lines_};
};

TEST_F(SystemdNotifierTest, SendsReadyAndStopping) {
  SystemdNotifier notifier(Settings(), AlwaysPasses, &log_);
  EXPECT_EQ(socket_.Next(), kReady);
  notifier.Stopping();
  EXPECT_EQ(socket_.Next(), kStopping);
}

TEST_F(SystemdNotifierTest, LogsAFailure) {
  const SystemdNotifier notifier({folder_.File("absent"), absl::ZeroDuration()}, AlwaysPasses,
                                 &log_);
  const std::string line = lines_.WaitFor("cannot notify the service manager");
  EXPECT_NE(line.find("No such file or directory"), std::string::npos) << line;
}

TEST_F(SystemdNotifierTest, ChecksNothingWithoutAWatchdog) {
  std::atomic<int> checks = 0;
  {
    const SystemdNotifier notifier(
        Settings(), [&](absl::Duration) { return ++checks > 0; }, &log_);
  }
  EXPECT_EQ(checks, 0);
  EXPECT_EQ(socket_.Next(), kReady);
  EXPECT_TRUE(socket_.Silent());
}

TEST_F(SystemdNotifierTest, RepeatsWatchdogWhileTheCheckPasses) {
  const SystemdNotifier notifier(Settings(absl::Milliseconds(20)), AlwaysPasses, &log_);
  EXPECT_EQ(socket_.Next(), kReady);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(socket_.Next(), kAlive);
}

TEST_F(SystemdNotifierTest, ChecksNothingAfterStopping) {
  std::atomic<bool> stopped = false;
  std::promise<void> checked;
  SystemdNotifier notifier(
      Settings(absl::Milliseconds(4)),
      [&](absl::Duration) {
        if (stopped.exchange(false)) checked.set_value();
        return true;
      },
      &log_);
  notifier.Stopping();
  stopped = true;
  // A hundred times as long as between two checks.
  EXPECT_EQ(checked.get_future().wait_for(std::chrono::milliseconds(100)),
            std::future_status::timeout);
}

TEST_F(SystemdNotifierTest, SendsNoWatchdogAfterAFailedCheckButAfterTheNextThatPasses) {
  std::atomic<int> checks = 0;
  std::promise<bool> silent;
  const SystemdNotifier notifier(
      Settings(absl::Milliseconds(20)),
      [&](absl::Duration) {
        if (++checks == 1) {
          EXPECT_EQ(socket_.Next(), kReady);
        }
        if (checks == 4) silent.set_value(socket_.Silent());
        return checks >= 4;
      },
      &log_);
  EXPECT_TRUE(silent.get_future().get());
  EXPECT_EQ(socket_.Next(), kAlive);
}

TEST_F(SystemdNotifierTest, GivesTheCheckHalfTheInterval) {
  std::promise<absl::Duration> given;
  const SystemdNotifier notifier(
      Settings(absl::Seconds(60)),
      [&](absl::Duration timeout) {
        given.set_value(timeout);
        return true;
      },
      &log_);
  EXPECT_EQ(given.get_future().get(), absl::Seconds(30));
}

TEST_F(SystemdNotifierTest, SendsNoWatchdogAfterACheckThatTookTooLong) {
  std::atomic<int> checks = 0;
  std::promise<bool> silent;
  const SystemdNotifier notifier(
      Settings(absl::Milliseconds(20)),
      [&](absl::Duration timeout) {
        if (++checks == 1) {
          EXPECT_EQ(socket_.Next(), kReady);
          const Deadline late(timeout + absl::Milliseconds(1));
          while (!late.Passed()) std::this_thread::yield();
        } else if (checks == 2) {
          silent.set_value(socket_.Silent());
        }
        return true;
      },
      &log_);
  EXPECT_TRUE(silent.get_future().get());
}

class HealthSelfCheckTest : public testing::Test {
 protected:
  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
  const SelfCheck check_ = HealthSelfCheck(agent_.server().InProcessChannel());
};

TEST_F(HealthSelfCheckTest, PassesWhenTheAgentIsServing) {
  agent_.server().SetServing(true);
  EXPECT_TRUE(check_(absl::Seconds(30)));
}

TEST_F(HealthSelfCheckTest, FailsWhenTheAgentIsNotServing) {
  EXPECT_FALSE(check_(absl::Seconds(30)));
}

// No handler takes the call, as when every thread hangs.
TEST(HealthSelfCheck, FailsWhenTheAgentDoesNotAnswerInTime) {
  grpc::AsyncGenericService any_call;
  grpc::ServerBuilder builder;
  builder.RegisterAsyncGenericService(&any_call);
  const auto queue = builder.AddCompletionQueue();
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  EXPECT_FALSE(HealthSelfCheck(server->InProcessChannel({}))(absl::Milliseconds(20)));
  server->Shutdown();
  queue->Shutdown();
}

}  // namespace
}  // namespace linkstat::app
