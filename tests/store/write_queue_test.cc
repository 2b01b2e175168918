#include "agent/store/write_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/store/signal.h"

namespace linkstat::store {
namespace {

constexpr std::chrono::hours kNever{1};

TEST(WriteQueue, GivesEachRequestTheResultOfItsGroup) {
  WriteQueue queue({.commit = [](auto) { return absl::DataLossError("this one"); },
                    .rest = [] {},
                    .pause = kNever});
  WriteQueue::Request request;
  EXPECT_EQ(queue.Submit(request), absl::DataLossError("this one"));
}

TEST(WriteQueue, CommitsTogetherWhatWaited) {
  constexpr int kWaiting = 5;
  Signal first_runs;
  Signal go_on;
  std::vector<size_t> groups;
  const auto commit = [&](absl::Span<WriteQueue::Request* const> group) {
    groups.push_back(group.size());
    if (groups.size() == 1) {
      first_runs.Set();
      EXPECT_TRUE(go_on.Wait());
    }
    return absl::OkStatus();
  };
  {
    WriteQueue queue({.commit = commit, .rest = [] {}, .pause = kNever});
    const auto submit = [&] {
      WriteQueue::Request request;
      EXPECT_TRUE(queue.Submit(request).ok());
    };
    std::thread first(submit);
    ASSERT_TRUE(first_runs.Wait());
    std::vector<std::thread> rest;
    for (int i = 0; i < kWaiting; ++i) rest.emplace_back(submit);
    while (queue.waiting() < kWaiting) std::this_thread::yield();
    go_on.Set();
    first.join();
    for (std::thread& thread : rest) thread.join();
  }
  EXPECT_EQ(groups, (std::vector<size_t>{1, kWaiting}));
}

TEST(WriteQueue, CommitsNothingBeforeItsStartIsDone) {
  Signal starts;
  Signal go_on;
  std::atomic<bool> started = false;
  const auto start = [&] {
    starts.Set();
    EXPECT_TRUE(go_on.Wait());
    started = true;
  };
  const auto commit = [&](auto) {
    return started ? absl::OkStatus() : absl::InternalError("early");
  };
  WriteQueue queue({.commit = commit, .rest = [] {}, .pause = kNever, .start = start});
  std::thread caller([&] {
    WriteQueue::Request request;
    EXPECT_EQ(queue.Submit(request), absl::OkStatus());
  });
  ASSERT_TRUE(starts.Wait());
  while (queue.waiting() < 1) std::this_thread::yield();
  go_on.Set();
  caller.join();
}

TEST(WriteQueue, RestsForTheFirstTimeAfterAPauseOfItsOwn) {
  Signal rested;
  WriteQueue queue({.commit = [](auto) { return absl::OkStatus(); },
                    .rest = [&] { rested.Set(); },
                    .pause = kNever,
                    .first_pause = std::chrono::milliseconds(0)});
  EXPECT_TRUE(rested.Wait());
}

TEST(WriteQueue, RestsEveryPause) {
  Signal rested;
  WriteQueue queue({.commit = [](auto) { return absl::OkStatus(); },
                    .rest = [&] { rested.Set(); },
                    .pause = std::chrono::milliseconds(1)});
  EXPECT_TRUE(rested.Wait());
}

}  // namespace
}  // namespace linkstat::store
