#include "agent/base/periodic_thread.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "agent/base/deadline.h"
#include "agent/base/mutex.h"

namespace linkstat {
namespace {

constexpr absl::Duration kNever = absl::InfiniteDuration();
constexpr absl::Duration kShort = absl::Milliseconds(20);

// Happens once or more often.
class Event {
 public:
  void Set() {
    const MutexLock lock(&mutex_);
    set_ = true;
    changed_.SignalAll();
  }

  // Whether it happened within a minute.
  bool Wait() {
    const SteadyTime end = SteadyAfter(absl::Minutes(1));
    const MutexLock lock(&mutex_);
    while (!set_ && !changed_.WaitUntil(&mutex_, end)) {
    }
    return set_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool set_ ABSL_GUARDED_BY(mutex_) = false;
};

TEST(PeriodicThread, RunsAtOnceAndAgainAfterItsPause) {
  std::vector<SteadyTime> runs;
  Event done;
  {
    PeriodicThread thread({.name = "test"}, [&](bool woken) {
      EXPECT_FALSE(woken);
      runs.push_back(SteadyNow());
      if (runs.size() > 1) done.Set();
      return kShort;
    });
    ASSERT_TRUE(done.Wait());
  }
  EXPECT_GE(absl::FromChrono(runs[1] - runs[0]), kShort);
}

TEST(PeriodicThread, HasAName) {
  std::string name;
  Event done;
  PeriodicThread thread({.name = "of-fifteen-char"}, [&](bool /*woken*/) {
    char buffer[16];
    EXPECT_EQ(::pthread_getname_np(::pthread_self(), buffer, sizeof buffer), 0);
    name = buffer;
    done.Set();
    return kNever;
  });
  ASSERT_TRUE(done.Wait());
  EXPECT_EQ(name, "of-fifteen-char");
}

TEST(PeriodicThread, RunsSoonerWhenItIsWoken) {
  std::vector<bool> runs;
  Event done;
  {
    PeriodicThread thread({.name = "test", .first = kNever}, [&](bool woken) {
      runs.push_back(woken);
      if (runs.size() == 1) return kShort;
      done.Set();
      return kNever;
    });
    thread.Wake();
    ASSERT_TRUE(done.Wait());
  }
  EXPECT_EQ(runs, (std::vector<bool>{true, false}));
}

TEST(PeriodicThread, CanBeWokenForALaterTime) {
  SteadyTime ran;
  Event done;
  PeriodicThread thread({.name = "test", .first = kNever}, [&](bool /*woken*/) {
    ran = SteadyNow();
    done.Set();
    return kNever;
  });
  const SteadyTime begin = SteadyNow();
  thread.Wake(kShort);
  // Does not put it off.
  thread.Wake(absl::Hours(1));
  ASSERT_TRUE(done.Wait());
  EXPECT_GE(absl::FromChrono(ran - begin), kShort);
}

TEST(PeriodicThread, RunsOnceMoreForAllThatWokeItMeanwhile) {
  Event begun, release, done;
  std::atomic<int> runs = 0;
  {
    PeriodicThread thread({.name = "test"}, [&](bool woken) {
      if (++runs == 1) {
        begun.Set();
        EXPECT_TRUE(release.Wait());
      } else {
        EXPECT_TRUE(woken);
        done.Set();
      }
      return kNever;
    });
    ASSERT_TRUE(begun.Wait());
    thread.Wake();
    thread.Wake();
    release.Set();
    ASSERT_TRUE(done.Wait());
  }
  EXPECT_EQ(runs, 2);
}

TEST(PeriodicThread, RestsBetweenRunsAlsoWhenItIsWoken) {
  std::vector<SteadyTime> runs;
  Event first, second;
  {
    PeriodicThread thread({.name = "test", .rest = kShort}, [&](bool /*woken*/) {
      runs.push_back(SteadyNow());
      (runs.size() == 1 ? first : second).Set();
      return kNever;
    });
    ASSERT_TRUE(first.Wait());
    thread.Wake();
    ASSERT_TRUE(second.Wait());
  }
  EXPECT_GE(absl::FromChrono(runs[1] - runs[0]), kShort);
}

TEST(PeriodicThread, EndsWithoutAnotherRun) {
  Event begun;
  int runs = 0;
  {
    PeriodicThread thread({.name = "test"}, [&](bool /*woken*/) {
      ++runs;
      begun.Set();
      return absl::Hours(1);
    });
    ASSERT_TRUE(begun.Wait());
  }
  EXPECT_EQ(runs, 1);
}

TEST(PeriodicThread, FinishesWithARun) {
  int runs = 0;
  PeriodicThread thread({.name = "test", .first = kNever}, [&](bool /*woken*/) {
    ++runs;
    return absl::ZeroDuration();
  });
  EXPECT_TRUE(thread.Finish(absl::Minutes(1)));
  EXPECT_EQ(runs, 1);
}

TEST(PeriodicThread, LeavesARunBehindThatDoesNotReturn) {
  struct Shared {
    Event begun, release, left;
  };
  const auto shared = std::make_shared<Shared>();
  {
    PeriodicThread thread({.name = "test"}, [shared](bool /*woken*/) {
      shared->begun.Set();
      EXPECT_TRUE(shared->release.Wait());
      shared->left.Set();
      return absl::ZeroDuration();
    });
    ASSERT_TRUE(shared->begun.Wait());
    EXPECT_FALSE(thread.Finish(absl::Milliseconds(1)));
  }
  shared->release.Set();
  EXPECT_TRUE(shared->left.Wait());
}

}  // namespace
}  // namespace linkstat
