#include "agent/rpc/stream/account_watch_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>

#include "agent/rpc/call/codec.h"
#include "tests/service/room.h"

namespace linkstat::rpc {
namespace {

using Event = v1::WatchLinkedAccountsResponse;

constexpr std::chrono::seconds kDeadline(30);

// The wake-ups of a pull, counted.
class Wakes {
 public:
  std::function<void()> Callback() {
    return [this] {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++count_;
      counted_.notify_all();
    };
  }

  // Waits for one more than were taken so far; false at the deadline.
  bool Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    ++taken_;
    return counted_.wait_for(lock, kDeadline, [this] { return count_ >= taken_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable counted_;
  int count_ = 0;
  int taken_ = 0;
};

class AccountWatchSourceTest : public testing::Test {
 protected:
  AccountWatchSourceTest() { pull_->SetWake(wakes_.Callback()); }

  // Keeps the executor's only thread busy and its queue full until Free().
  void Fill() {
    std::promise<void> begun;
    ASSERT_TRUE(executor_->TryRun([&begun, wait = free_.get_future().share()] {
      begun.set_value();
      wait.wait();
    }));
    begun.get_future().wait();
    ASSERT_TRUE(executor_->TryRun([this] { idle_.set_value(); }));
  }

  void Free() {
    free_.set_value();
    idle_.get_future().wait();
  }

  // What the pull has next, as soon as it has something.
  absl::StatusOr<Event> Next() {
    for (;;) {
      auto message = pull_->Next();
      if (!message.ok()) return message.status();
      if (message->has_value()) {
        Event event;
        const absl::Status status = Decode(**message, event);
        if (!status.ok()) return status;
        return event;
      }
      if (!wakes_.Take()) return absl::DeadlineExceededError("the pull never woke");
    }
  }

  test::Room room_;
  Wakes wakes_;
  std::promise<void> free_;
  std::promise<void> idle_;
  std::unique_ptr<Executor> executor_ = std::make_unique<Executor>("test", 1, 1);
  const std::shared_ptr<AccountWatchSource> pull_ = std::make_shared<AccountWatchSource>(
      room_.WatchParts(), v1::WatchLinkedAccountsRequest(), executor_.get());
};

TEST_F(AccountWatchSourceTest, AsksAgainAtTheNextPollWhenTheExecutorWasFull) {
  Fill();
  const auto while_full = pull_->Next();
  ASSERT_TRUE(while_full.ok());
  EXPECT_FALSE(while_full->has_value());
  Free();
  const auto event = Next();
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_TRUE(event->has_mark());
}

TEST_F(AccountWatchSourceTest, AsksAgainAtTheNextKeepAliveWhenTheExecutorWasFull) {
  Fill();
  EXPECT_FALSE(pull_->KeepAlive().has_value());
  Free();
  EXPECT_FALSE(pull_->KeepAlive().has_value());
  ASSERT_TRUE(wakes_.Take());
  const auto event = Next();
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_TRUE(event->has_mark());
}

TEST_F(AccountWatchSourceTest, SchedulesNoStepAfterOneWithoutProgress) {
  room_.store.StallFeed();
  EXPECT_EQ(Next().status(), absl::InternalError("a step of a watch made no progress"));
  const int calls = room_.store.calls();
  pull_->Poke();
  EXPECT_FALSE(pull_->KeepAlive().has_value());
  EXPECT_EQ(Next().status().code(), absl::StatusCode::kInternal);
  // Runs what was scheduled.
  executor_.reset();
  EXPECT_EQ(room_.store.calls(), calls);
}

}  // namespace
}  // namespace linkstat::rpc
