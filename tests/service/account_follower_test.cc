#include "agent/service/account_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <string>

#include "agent/store/memory_store.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::ParseProto;
using test::Room;

// Waits for something that another thread brings about and then wakes the ring's
// readers for.
class Waiter {
 public:
  explicit Waiter(ChangeRing& ring) : subscription_(ring.Subscribe([this] { Wake(); })) {}

  template <typename Holds>
  void Until(Holds holds) {
    while (!holds()) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return woken_; });
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

// A write of another agent: past the index of the room.
void WriteElsewhere(Room& room, const std::string& id) {
  store::v1::StoredAccount account;
  account.mutable_identity()->set_first_name("Eva");
  account.mutable_identity()->set_work_email(id + "@elsewhere.example");
  const auto written =
      room.store.target().Write({{id, 0, account.SerializeAsString(), id + "@elsewhere"}});
  ASSERT_TRUE(written.ok()) << written.status();
}

TEST(AccountFollower, ReadsWhatTheStoreHoldsAtTheStart) {
  Room room;
  WriteElsewhere(room, "acme");
  EXPECT_EQ(CountIn(room, v1::LINK_STATE_PENDING), 0);
  const auto follower = AccountFollower::Start(room.FollowerParts());
  ASSERT_TRUE(follower.ok()) << follower.status();
  EXPECT_EQ(CountIn(room, v1::LINK_STATE_PENDING), 1);
}

TEST(AccountFollower, TakesInWhatOthersWrite) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = AccountFollower::Start(room.FollowerParts());
  ASSERT_TRUE(follower.ok());
  WriteElsewhere(room, "acme");
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 1; });
  ASSERT_TRUE(room.store.Write({{"acme", 1, absl::nullopt, ""}}).ok());
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 0; });
}

TEST(AccountFollower, FeedsTheRingInOrder) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = AccountFollower::Start(room.FollowerParts());
  ASSERT_TRUE(follower.ok());
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
  const auto follower = AccountFollower::Start(room.FollowerParts());
  ASSERT_TRUE(follower.ok());
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

TEST(AccountFollower, DerivesStatesAnewWhenAnotherCatalogIsServed) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissionsBut("Manage Employees"));
  Waiter waiter(room.ring);
  const auto follower = AccountFollower::Start(room.FollowerParts());
  ASSERT_TRUE(follower.ok());
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  // The ring wakes its readers for a catalog as well.
  waiter.Until([&] {
    return room.index.Read([](const AccountTable& table) {
      return table.snapshot()->revision() == "00000000000000000000000000000002";
    });
  });
  EXPECT_EQ(CountIn(room, v1::LINK_STATE_READY), 1);
}

TEST(AccountFollower, StartFailsAsTheStoreDoes) {
  Room room;
  room.store.FailCalls(1, absl::UnavailableError("busy"));
  const auto follower = AccountFollower::Start(room.FollowerParts());
  EXPECT_EQ(test::ReasonOf(follower.status()), "STORE_UNAVAILABLE");
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
  const auto follower = AccountFollower::Start(parts);
  ASSERT_TRUE(follower.ok());
  room.store.FailCalls(1, absl::UnavailableError("busy"), 1'000'000);
  EXPECT_FALSE(accounts.Get("acme").ok());
  EXPECT_FALSE(health.healthy());
  room.store.Heal();
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return healthy; });
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

TEST(AccountFollower, FindsOutThatTheStoreFailsWhenNothingCallsIt) {
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
  const auto follower = AccountFollower::Start(parts);
  ASSERT_TRUE(follower.ok());
  std::future<absl::Status> status = found.get_future();
  ASSERT_EQ(status.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_EQ(status.get(), absl::UnavailableError("gone"));
}

TEST(AccountFollower, BeginsAnewWhenTheChangesAreNoLongerKnown) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = AccountFollower::Start(room.FollowerParts());
  ASSERT_TRUE(follower.ok());
  const uint64_t history = room.ring.history();
  // The follower's next look at the changes, before the write or for it.
  room.store.FailCalls(1, absl::OutOfRangeError("compacted"));
  WriteElsewhere(room, "acme");
  waiter.Until(
      [&] { return room.ring.history() != history && CountIn(room, v1::LINK_STATE_PENDING) == 1; });
  EXPECT_TRUE(room.health.healthy());
}

}  // namespace
}  // namespace linkstat::service
