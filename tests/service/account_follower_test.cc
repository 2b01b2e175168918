#include "agent/service/account_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "agent/store/memory_store.h"
#include "tests/service/room.h"

namespace linkstat::service {
namespace {

using test::Room;

constexpr std::chrono::seconds kPatience{30};

// Waits for a change by another thread, which then wakes the readers of the ring.
class Waiter {
 public:
  explicit Waiter(ChangeRing& ring) : subscription_(ring.Subscribe([this] { Wake(); })) {}

  template <typename Holds>
  void Until(Holds holds) {
    while (!holds()) {
      std::unique_lock lock(mutex_);
      ASSERT_TRUE(changed_.wait_for(lock, kPatience, [this] { return woken_; }));
      woken_ = false;
    }
  }

 private:
  void Wake() {
    std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  std::unique_ptr<Listeners::Subscription> subscription_;
};

int64_t CountIn(Room& room, v1::LinkState state) {
  return room.list.Summarize({})->states(state - 1).accounts();
}

// A follower that has loaded the index.
std::unique_ptr<AccountFollower> StartLoaded(AccountFollower::Parts parts) {
  const auto loaded = std::make_shared<absl::Notification>();
  parts.loaded = [loaded](const LoadSummary&) { loaded->Notify(); };
  auto follower = AccountFollower::Start(parts);
  EXPECT_TRUE(loaded->WaitForNotificationWithTimeout(absl::Seconds(30)));
  return follower;
}

TEST(AccountFollower, AppliesTheWritesOfOthers) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(room.FollowerParts());
  room.WriteElsewhere("acme");
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 1; });
  ASSERT_TRUE(room.store.Write({{"acme", 1, std::nullopt, ""}}).ok());
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 0; });
}

TEST(AccountFollower, AddsChangesToTheRingInOrder) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(room.FollowerParts());
  const uint64_t history = room.ring.history();
  for (const char* id : {"a", "b", "c"}) room.Create(id);
  waiter.Until([&] { return room.ring.After(history, 0, 9).changes.size() == 3; });
  const auto slice = room.ring.After(history, 0, 9);
  EXPECT_EQ(slice.changes[0]->id, "a");
  EXPECT_EQ(slice.changes[2]->id, "c");
}

TEST(AccountFollower, ForgetsDeletionsThatItHasRead) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(room.FollowerParts());
  const uint64_t history = room.ring.history();
  for (const char* id : {"a", "b", "c"}) {
    room.Create(id);
    room.Delete(id);
  }
  const store::Revision last = room.store.LastRevision().value();
  // What is in the ring was settled before.
  waiter.Until([&] {
    const auto slice = room.ring.After(history, last - 1, 1);
    return !slice.changes.empty() && slice.changes[0]->revision == last;
  });
  const auto remembered = [](const AccountTable& table) { return table.remembered_deletions(); };
  EXPECT_EQ(room.index.Read(remembered), 0);
}

TEST(AccountFollower, DerivesStatesAgainWhenAnotherCatalogIsServed) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissionsBut("Manage Employees"));
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(room.FollowerParts());
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  // The ring wakes its readers for a catalog as well.
  waiter.Until([&] {
    return room.index.Read([](const AccountTable& table) {
      return table.snapshot()->revision() == "00000000000000000000000000000002";
    });
  });
  EXPECT_EQ(CountIn(room, v1::LINK_STATE_READY), 1);
}

TEST(AccountFollower, HealthIsBadUntilTheStoreCanServeAgain) {
  Room room;
  std::mutex mutex;
  std::condition_variable changed;
  bool healthy = true;
  StoreHealth health([&](const absl::Status& status) {
    std::lock_guard lock(mutex);
    healthy = status.ok();
    changed.notify_all();
  });
  AccountStore accounts(&room.store, &room.index, &health);
  AccountFollower::Parts parts = room.FollowerParts();
  parts.accounts = &accounts;
  parts.health = &health;
  const auto follower = StartLoaded(parts);
  room.store.FailCalls(1, absl::UnavailableError("busy"), 1'000'000);
  EXPECT_FALSE(accounts.Get("acme").ok());
  EXPECT_FALSE(health.healthy());
  room.store.Heal();
  std::unique_lock lock(mutex);
  EXPECT_TRUE(changed.wait_for(lock, kPatience, [&] { return healthy; }));
}

// A store that fails its checks alone, from the second one on.
class StoreThatFailsChecks final : public test::FaultyStore {
 public:
  using FaultyStore::FaultyStore;

  absl::Status Check() override {
    return checks_++ == 0 ? absl::OkStatus() : absl::UnavailableError("gone");
  }

 private:
  int checks_ = 0;
};

TEST(AccountFollower, DetectsThatTheStoreFailsWhenNothingCallsIt) {
  Room room;
  StoreThatFailsChecks store(store::MemoryStore::Create().value());
  std::promise<absl::Status> found;
  StoreHealth health([&](const absl::Status& status) { found.set_value(status); });
  AccountStore accounts(&store, &room.index, &health);
  AccountFollower::Parts parts = room.FollowerParts();
  parts.store = &store;
  parts.accounts = &accounts;
  parts.health = &health;
  parts.check_interval = absl::Milliseconds(10);
  const auto follower = StartLoaded(parts);
  std::future<absl::Status> status = found.get_future();
  ASSERT_EQ(status.wait_for(kPatience), std::future_status::ready);
  EXPECT_EQ(status.get(), absl::UnavailableError("gone"));
}

// Of a follower that looks at its store and its catalog only when these report a change.
AccountFollower::Parts WithoutChecks(AccountFollower::Parts parts) {
  parts.check_interval = absl::Hours(24);
  return parts;
}

TEST(AccountFollower, AppliesAWriteWithoutACheck) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(WithoutChecks(room.FollowerParts()));
  room.WriteElsewhere("acme");
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 1; });
}

TEST(AccountFollower, WakesTheReadersOfTheRingForACatalogWithoutACheck) {
  Room room;
  std::atomic<int> wakes = 0;
  const auto count = room.ring.Subscribe([&] { ++wakes; });
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(WithoutChecks(room.FollowerParts()));
  const uint64_t history = room.ring.history();
  room.WriteElsewhere("acme");
  waiter.Until([&] { return !room.ring.After(history, 0, 1).changes.empty(); });
  const int before = wakes;
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  waiter.Until([&] { return wakes > before; });
  EXPECT_EQ(room.index.Read([](const AccountTable& table) { return table.snapshot()->revision(); }),
            "00000000000000000000000000000002");
}

TEST(AccountFollower, ChecksAStoreThatFailedAtTheNextWrite) {
  Room room;
  absl::Notification recovered;
  StoreHealth health([&](const absl::Status& status) {
    if (status.ok()) recovered.Notify();
  });
  AccountStore accounts(&room.store, &room.index, &health);
  AccountFollower::Parts parts = WithoutChecks(room.FollowerParts());
  parts.accounts = &accounts;
  parts.health = &health;
  const auto follower = StartLoaded(parts);
  // As if a call had failed.
  health.Failed(absl::UnavailableError("busy"));
  room.WriteElsewhere("acme");
  ASSERT_TRUE(recovered.WaitForNotificationWithTimeout(absl::FromChrono(kPatience)));
}

// Records whether anything is subscribed to its writes.
class SubscribedStore final : public test::FaultyStore {
 public:
  using FaultyStore::FaultyStore;

  void OnWrite(std::function<void()> written) override {
    subscribed = written != nullptr;
    FaultyStore::OnWrite(std::move(written));
  }

  bool subscribed = false;
};

TEST(AccountFollower, EndsItsSubscriptionToTheStore) {
  Room room;
  SubscribedStore store(store::MemoryStore::Create().value());
  AccountFollower::Parts parts = room.FollowerParts();
  parts.store = &store;
  auto follower = StartLoaded(parts);
  EXPECT_TRUE(store.subscribed);
  follower.reset();
  EXPECT_FALSE(store.subscribed);
}

TEST(AccountFollower, LoadsAgainWhenTheChangesAreNoLongerKnown) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(room.FollowerParts());
  const uint64_t history = room.ring.history();
  // The follower's next look at the changes, before the write or for it.
  room.store.FailCalls(1, absl::OutOfRangeError("compacted"));
  room.WriteElsewhere("acme");
  waiter.Until(
      [&] { return room.ring.history() != history && CountIn(room, v1::LINK_STATE_PENDING) == 1; });
  EXPECT_TRUE(room.health.healthy());
}

}  // namespace
}  // namespace linkstat::service
