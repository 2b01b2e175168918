#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/stream/account_watch_stream.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"

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

  // Waits until the executor has run what it was given so far.
  void AwaitIdle() {
    std::promise<void> ran;
    while (!executor_->TryRun([&ran] { ran.set_value(); })) {
    }
    ran.get_future().wait();
  }

  std::shared_ptr<AccountWatchSource> Resume(const std::string& cursor) {
    v1::WatchLinkedAccountsRequest request;
    request.set_cursor(cursor);
    auto source =
        std::make_shared<AccountWatchSource>(room_.WatchParts(), request, executor_.get());
    source->SetWake(wakes_.Callback());
    return source;
  }

  absl::StatusOr<Event> Next() { return Next(*pull_); }

  // What a pull has next, as soon as it has something.
  absl::StatusOr<Event> Next(AccountWatchSource& pull) {
    for (;;) {
      auto message = pull.Next();
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

TEST_F(AccountWatchSourceTest, TriesAgainAtTheNextPollWhenTheExecutorWasFull) {
  Fill();
  const auto while_full = pull_->Next();
  ASSERT_TRUE(while_full.ok());
  EXPECT_FALSE(while_full->has_value());
  Free();
  const auto event = Next();
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_TRUE(event->has_mark());
}

TEST_F(AccountWatchSourceTest, TriesAgainAtTheNextKeepAliveWhenTheExecutorWasFull) {
  Fill();
  EXPECT_FALSE(pull_->KeepAlive().has_value());
  Free();
  EXPECT_FALSE(pull_->KeepAlive().has_value());
  ASSERT_TRUE(wakes_.Take());
  const auto event = Next();
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_TRUE(event->has_mark());
}

TEST_F(AccountWatchSourceTest, HasEveryAccountThenAMarkThenWhatIsNew) {
  const v1::LinkedAccount a = room_.Create("a"), b = room_.Create("b");
  room_.FeedRing();
  EXPECT_THAT(Next()->linked_account(), test::EqualsProto(a));
  EXPECT_THAT(Next()->linked_account(), test::EqualsProto(b));
  EXPECT_TRUE(Next()->has_mark());
  room_.Delete("a");
  room_.FeedRing();
  pull_->Poke();
  EXPECT_EQ(Next()->deleted_id(), "a");
}

TEST_F(AccountWatchSourceTest, ResumesAfterItsCursor) {
  room_.Create("a");
  const v1::LinkedAccount b = room_.Create("b");
  const std::string cursor = Next()->cursor();
  const auto resumed = Resume(cursor);
  EXPECT_THAT(Next(*resumed)->linked_account(), test::EqualsProto(b));
}

TEST_F(AccountWatchSourceTest, EndsWithTheFaultOfACursorThatIsNone) {
  const auto resumed = Resume("no cursor");
  EXPECT_EQ(Next(*resumed).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AccountWatchSourceTest, FetchesNothingWhileABatchWaits) {
  for (int i = 0; i < 150; ++i) room_.Create(absl::StrCat("a", i));
  room_.FeedRing();
  ASSERT_TRUE(Next().ok());
  AwaitIdle();
  const int calls = room_.store.calls();
  pull_->Poke();
  EXPECT_FALSE(pull_->KeepAlive().has_value());
  AwaitIdle();
  EXPECT_EQ(room_.store.calls(), calls);
  for (int i = 1; i < 150; ++i) ASSERT_TRUE(Next()->has_linked_account()) << i;
  EXPECT_TRUE(Next()->has_mark());
}

TEST_F(AccountWatchSourceTest, KeepsAnIdleStreamAliveWithAMark) {
  EXPECT_TRUE(Next()->has_mark());
  EXPECT_FALSE(pull_->Next()->has_value());
  AwaitIdle();
  const int calls = room_.store.calls();
  const auto message = pull_->KeepAlive();
  ASSERT_TRUE(message.has_value());
  Event event;
  ASSERT_TRUE(Decode(*message, event).ok());
  EXPECT_TRUE(event.has_mark());
  AwaitIdle();
  EXPECT_EQ(room_.store.calls(), calls);
}

TEST_F(AccountWatchSourceTest, EndsWithTheErrorOfTheStore) {
  room_.store.FailCalls(1, absl::UnavailableError("the disk is gone"));
  const absl::Status error = Next().status();
  EXPECT_EQ(error.code(), absl::StatusCode::kUnavailable);
  room_.store.Heal();
  pull_->Poke();
  EXPECT_FALSE(pull_->KeepAlive().has_value());
  EXPECT_EQ(Next().status(), error);
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
