#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "agent/service/account_follower.h"
#include "agent/service/errors.h"
#include "tests/service/room.h"

// How the index is loaded when an agent starts.
namespace linkstat::service {
namespace {

using test::Room;
using testing::ElementsAre;

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
  StoreHealth health{[this](const absl::Status& status) {
    if (!status.ok()) failed.Notify();
  }};
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

TEST(AccountLoad, LoadsWhatTheStoreHolds) {
  Room room;
  room.WriteElsewhere("acme");
  room.WriteElsewhere("beta");
  Start start(room);
  start.Load();
  EXPECT_EQ(start.count, 2u);
  EXPECT_THAT(Contents(start.index), ElementsAre("acme 1", "beta 2"));
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
  start.room.WriteElsewhere("m");
}

TEST(AccountLoad, TheIndexHasWhatIsWrittenAtAnyMomentOfTheLoad) {
  constexpr int kCallsOfALoad = 4;
  for (int nth = 1; nth <= kCallsOfALoad; ++nth) {
    Room room;
    for (const char* id : {"b", "c", "y"}) room.WriteElsewhere(id);
    Start start(room);
    room.BeforeStoreCall(nth, [&] { WriteWhileLoading(start); });
    start.Load();
    EXPECT_EQ(Contents(start.index), Contents(room.store.target())) << nth;
    EXPECT_EQ(Contents(start.index).size(), 3u) << nth;
  }
}

TEST(AccountLoad, OnlyCallsThatNeedEveryAccountAreRejectedMeanwhile) {
  Room room;
  room.WriteElsewhere("acme");
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

TEST(AccountLoad, IsRepeatedWhenTheStoreWasUnavailable) {
  for (int nth = 1; nth <= 4; ++nth) {
    Room room;
    room.WriteElsewhere("acme");
    Start start(room);
    room.store.FailCalls(nth, absl::UnavailableError("busy"));
    start.Load();
    EXPECT_TRUE(start.failed.HasBeenNotified()) << nth;
    EXPECT_TRUE(start.health.healthy()) << nth;
    EXPECT_THAT(Contents(start.index), ElementsAre("acme 1")) << nth;
  }
}

TEST(AccountLoad, FailsForGoodOnARecordThatHoldsNoAccount) {
  Room room;
  room.WriteElsewhere("acme");
  ASSERT_TRUE(room.store.target().Write({{"beta", 0, "\xff", "beta@elsewhere"}}).ok());
  Start start(room);
  start.follower = AccountFollower::Start(start.parts);
  ASSERT_TRUE(start.failed.WaitForNotificationWithTimeout(absl::Seconds(30)));
  start.follower.reset();
  EXPECT_EQ(start.index.CheckComplete(), AccountsLoading());
  EXPECT_FALSE(start.health.healthy());
}

}  // namespace
}  // namespace linkstat::service
