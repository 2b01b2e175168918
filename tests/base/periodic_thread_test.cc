#include "agent/base/periodic_thread.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <future>
#include <latch>
#include <memory>
#include <string>
#include <vector>

#include "agent/base/deadline.h"

namespace linkstat {
namespace {

constexpr absl::Duration kNever = absl::InfiniteDuration();
constexpr absl::Duration kShort = absl::Milliseconds(20);

TEST(PeriodicThread, RunsAtOnceAndAgainAfterItsPause) {
  std::vector<SteadyTime> runs;
  std::latch done(1);
  PeriodicThread thread({.name = "test"}, [&](bool woken) {
    EXPECT_FALSE(woken);
    runs.push_back(SteadyNow());
    if (runs.size() < 2) return kShort;
    done.count_down();
    return kNever;
  });
  done.wait();
  EXPECT_GE(absl::FromChrono(runs[1] - runs[0]), kShort);
}

TEST(PeriodicThread, HasAName) {
  std::promise<std::string> name;
  PeriodicThread thread({.name = "of-fifteen-char"}, [&](bool /*woken*/) {
    char buffer[16];
    EXPECT_EQ(::pthread_getname_np(::pthread_self(), buffer, sizeof buffer), 0);
    name.set_value(buffer);
    return kNever;
  });
  EXPECT_EQ(name.get_future().get(), "of-fifteen-char");
}

TEST(PeriodicThread, RunsSoonerWhenItIsWoken) {
  std::promise<bool> ran;
  PeriodicThread thread({.name = "test", .first = kNever}, [&](bool woken) {
    ran.set_value(woken);
    return kNever;
  });
  thread.Wake();
  EXPECT_TRUE(ran.get_future().get());
}

TEST(PeriodicThread, CanBeWokenForALaterTime) {
  std::promise<SteadyTime> ran;
  PeriodicThread thread({.name = "test", .first = kNever}, [&](bool /*woken*/) {
    ran.set_value(SteadyNow());
    return kNever;
  });
  const SteadyTime begin = SteadyNow();
  thread.Wake(kShort);
  // Does not put it off.
  thread.Wake(absl::Hours(1));
  EXPECT_GE(absl::FromChrono(ran.get_future().get() - begin), kShort);
}

TEST(PeriodicThread, RunsOnceMoreForAllThatWokeItMeanwhile) {
  std::latch begun(1), release(1), done(1);
  std::atomic<int> runs = 0;
  {
    PeriodicThread thread({.name = "test"}, [&](bool woken) {
      if (++runs == 1) {
        begun.count_down();
        release.wait();
      } else {
        EXPECT_TRUE(woken);
        done.count_down();
      }
      return kNever;
    });
    begun.wait();
    thread.Wake();
    thread.Wake();
    release.count_down();
    done.wait();
  }
  EXPECT_EQ(runs, 2);
}

TEST(PeriodicThread, RestsBetweenRunsAlsoWhenItIsWoken) {
  std::vector<SteadyTime> runs;
  std::latch first(1), second(1);
  PeriodicThread thread({.name = "test", .rest = kShort}, [&](bool /*woken*/) {
    runs.push_back(SteadyNow());
    (runs.size() == 1 ? first : second).count_down();
    return kNever;
  });
  first.wait();
  thread.Wake();
  second.wait();
  EXPECT_GE(absl::FromChrono(runs[1] - runs[0]), kShort);
}

TEST(PeriodicThread, EndsWithoutAnotherRun) {
  std::latch begun(1);
  int runs = 0;
  {
    PeriodicThread thread({.name = "test"}, [&](bool /*woken*/) {
      if (++runs == 1) begun.count_down();
      return absl::Hours(1);
    });
    begun.wait();
  }
  EXPECT_EQ(runs, 1);
}

TEST(PeriodicThread, FinishesWithARun) {
  int runs = 0;
  PeriodicThread thread({.name = "test", .first = kNever}, [&](bool /*woken*/) {
    ++runs;
    return absl::ZeroDuration();
  });
  EXPECT_TRUE(thread.Finish(kNever));
  EXPECT_EQ(runs, 1);
}

TEST(PeriodicThread, LeavesARunBehindThatDoesNotReturn) {
  struct Shared {
    std::latch begun{1}, release{1}, left{1};
  };
  const auto shared = std::make_shared<Shared>();
  {
    PeriodicThread thread({.name = "test"}, [shared](bool /*woken*/) {
      shared->begun.count_down();
      shared->release.wait();
      shared->left.count_down();
      return absl::ZeroDuration();
    });
    shared->begun.wait();
    EXPECT_FALSE(thread.Finish(absl::Milliseconds(1)));
  }
  shared->release.count_down();
  shared->left.wait();
}

}  // namespace
}  // namespace linkstat
