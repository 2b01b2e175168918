#include "agent/service/account_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "agent/service/errors.h"
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

// A follower that has loaded the index.
std::unique_ptr<AccountFollower> StartLoaded(AccountFollower::Parts parts) {
  const auto loaded = std::make_shared<absl::Notification>();
  parts.loaded = [loaded](const LoadSummary&) { loaded->Notify(); };
  auto follower = AccountFollower::Start(parts);
  EXPECT_TRUE(loaded->WaitForNotificationWithTimeout(absl::Seconds(30)));
  return follower;
}

// An agent that starts on the store of a room: its index is not loaded yet.
struct Start {
  explicit Start(Room& store_of) : room(store_of) {
    parts = room.FollowerParts();
    parts.accounts = &accounts;
    parts.health = &health;
    parts.loaded = [this](const LoadSummary& summary) {
      count = summary.accounts;
      loaded.Notify();
    };
  }

  void Load() {
    follower = AccountFollower::Start(parts);
    ASSERT_TRUE(loaded.WaitForNotificationWithTimeout(absl::Seconds(30)));
  }

  Room& room;
  AccountIndex index{&room.registry};
  absl::Notification failed;
  absl::Notification recovered;
  StoreHealth health{
      [this](const absl::Status& status) { (status.ok() ? recovered : failed).Notify(); }};
  AccountStore accounts{&room.store, &index, &health};
  CreateAccount create{&accounts,
                       &room.registry,
                       &room.observation_clock,
                       &room.random,
                       {"links.example.com", "link", "Integration"}};
  DeleteAccount remove{&accounts};
  FindAccount find{&accounts, &room.registry, &room.observation_clock};
  ListAccounts list{&accounts, &room.registry, &room.observation_clock};
  AccountFollower::Parts parts;
  size_t count = 0;
  absl::Notification loaded;
  std::unique_ptr<AccountFollower> follower;
};

// The accounts with their revisions.
std::vector<std::string> Contents(AccountIndex& index) {
  return index.Read([](const AccountTable& table) {
    std::vector<std::string> contents;
    for (const auto& account : table.accounts()) {
      contents.push_back(absl::StrCat(account->id(), " ", account->revision()));
    }
    return contents;
  });
}

std::vector<std::string> Contents(store::Store& store) {
  const std::vector<store::Record> records = store.Scan("", 1000).value();
  std::vector<std::string> contents;
  for (const store::Record& record : records) {
    contents.push_back(absl::StrCat(record.id, " ", record.revision));
  }
  return contents;
}

TEST(AccountFollower, LoadsWhatTheStoreHolds) {
  Room room;
  WriteElsewhere(room, "acme");
  WriteElsewhere(room, "beta");
  Start start(room);
  start.Load();
  EXPECT_EQ(start.count, 2u);
  EXPECT_THAT(Contents(start.index), testing::ElementsAre("acme 1", "beta 2"));
}

// Creates, writes and deletes, of accounts that the load has read and not read yet.
void WriteWhileLoading(Start& start) {
  v1::CreateLinkedAccountRequest create;
  for (const char* id : {"aa", "zz"}) {
    create.set_id(id);
    ASSERT_TRUE(start.create.Run(create).ok());
  }
  v1::DeleteLinkedAccountRequest remove;
  for (const char* id : {"b", "y", "aa"}) {
    remove.set_id(id);
    ASSERT_TRUE(start.remove.Run(remove).ok());
  }
  // As another agent would.
  WriteElsewhere(start.room, "m");
}

TEST(AccountFollower, WhatIsWrittenAtAnyMomentOfTheLoadIsInTheIndex) {
  constexpr int kCallsOfALoad = 4;
  for (int nth = 1; nth <= kCallsOfALoad; ++nth) {
    Room room;
    for (const char* id : {"b", "c", "y"}) WriteElsewhere(room, id);
    Start start(room);
    room.BeforeStoreCall(nth, [&] { WriteWhileLoading(start); });
    start.Load();
    EXPECT_EQ(Contents(start.index), Contents(room.store.target())) << nth;
    EXPECT_EQ(Contents(start.index).size(), 3u) << nth;
  }
}

TEST(AccountFollower, OnlyWhatNeedsEveryAccountIsRefusedWhileTheyAreLoaded) {
  Room room;
  WriteElsewhere(room, "acme");
  Start start(room);
  const absl::Status loading = AccountsLoading();
  const auto watch_parts =
      AccountWatch::Parts{&start.accounts, &room.ring, &room.registry, &room.observation_clock};
  room.BeforeStoreCall(3, [&] {
    v1::GetLinkedAccountRequest get;
    get.set_id("acme");
    EXPECT_TRUE(start.find.ById(get).ok());
    EXPECT_EQ(start.list.Summarize({}).status(), loading);
    EXPECT_EQ(start.list.List({}).status(), loading);
    v1::PreviewCatalogImpactRequest preview;
    preview.mutable_catalog()->set_revision(room.registry.Current()->revision());
    EXPECT_EQ(PreviewImpact(&start.accounts, &room.registry).Run(preview).status(), loading);
    EXPECT_EQ(AccountWatch::Open(watch_parts, {}).status(), loading);
  });
  start.Load();
  EXPECT_EQ(start.list.Summarize({})->states(v1::LINK_STATE_PENDING - 1).accounts(), 1);
  EXPECT_EQ(start.list.List({})->linked_accounts_size(), 1);
  EXPECT_TRUE(AccountWatch::Open(watch_parts, {}).ok());
}

TEST(AccountFollower, LoadsAgainFromAStoreThatWasUnavailable) {
  for (int nth = 1; nth <= 4; ++nth) {
    Room room;
    WriteElsewhere(room, "acme");
    Start start(room);
    room.store.FailCalls(nth, absl::UnavailableError("busy"));
    start.Load();
    EXPECT_TRUE(start.failed.HasBeenNotified()) << nth;
    EXPECT_TRUE(start.health.healthy()) << nth;
    EXPECT_THAT(Contents(start.index), testing::ElementsAre("acme 1")) << nth;
  }
}

TEST(AccountFollower, LoadsNothingFromAStoreWithARecordThatIsNone) {
  Room room;
  WriteElsewhere(room, "acme");
  ASSERT_TRUE(room.store.target().Write({{"beta", 0, "\xff", "beta@elsewhere"}}).ok());
  Start start(room);
  start.follower = AccountFollower::Start(start.parts);
  ASSERT_TRUE(start.failed.WaitForNotificationWithTimeout(absl::Seconds(30)));
  start.follower.reset();
  EXPECT_EQ(start.index.CheckComplete(), AccountsLoading());
  EXPECT_FALSE(start.health.healthy());
}

TEST(AccountFollower, TakesInWhatOthersWrite) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(room.FollowerParts());
  WriteElsewhere(room, "acme");
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 1; });
  ASSERT_TRUE(room.store.Write({{"acme", 1, std::nullopt, ""}}).ok());
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 0; });
}

TEST(AccountFollower, FeedsTheRingInOrder) {
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

TEST(AccountFollower, DerivesStatesAnewWhenAnotherCatalogIsServed) {
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
  const auto follower = StartLoaded(parts);
  std::future<absl::Status> status = found.get_future();
  ASSERT_EQ(status.wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_EQ(status.get(), absl::UnavailableError("gone"));
}

// Of a follower that looks at its store and its catalog only when these report a change.
AccountFollower::Parts WithoutChecks(AccountFollower::Parts parts) {
  parts.check_interval = absl::Hours(24);
  return parts;
}

TEST(AccountFollower, TakesInAWriteWithoutACheck) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(WithoutChecks(room.FollowerParts()));
  WriteElsewhere(room, "acme");
  waiter.Until([&] { return CountIn(room, v1::LINK_STATE_PENDING) == 1; });
}

TEST(AccountFollower, WakesTheReadersOfTheRingForACatalogWithoutACheck) {
  Room room;
  std::atomic<int> wakes = 0;
  const auto count = room.ring.Subscribe([&] { ++wakes; });
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(WithoutChecks(room.FollowerParts()));
  const uint64_t history = room.ring.history();
  WriteElsewhere(room, "acme");
  waiter.Until([&] { return !room.ring.After(history, 0, 1).changes.empty(); });
  const int before = wakes;
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  waiter.Until([&] { return wakes > before; });
  EXPECT_EQ(room.index.Read([](const AccountTable& table) { return table.snapshot()->revision(); }),
            "00000000000000000000000000000002");
}

TEST(AccountFollower, ChecksAStoreThatFailedAtTheNextWrite) {
  Room room;
  Start start(room);
  start.parts = WithoutChecks(start.parts);
  start.Load();
  // As if a call had failed.
  start.health.Failed(absl::UnavailableError("busy"));
  WriteElsewhere(room, "acme");
  ASSERT_TRUE(start.recovered.WaitForNotificationWithTimeout(absl::Seconds(30)));
}

// Knows whether anything wants to know of writes.
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

TEST(AccountFollower, BeginsAnewWhenTheChangesAreNoLongerKnown) {
  Room room;
  Waiter waiter(room.ring);
  const auto follower = StartLoaded(room.FollowerParts());
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
