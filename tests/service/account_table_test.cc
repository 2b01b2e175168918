#include "agent/service/account_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/service/account_message.h"
#include "tests/service/random_account.h"
#include "tests/service/room.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

AccountRecord Record(const std::string& id, store::Revision revision) {
  AccountRecord record{id, {}, revision};
  record.account.mutable_identity()->set_work_email(id + "@example.com");
  return record;
}

// What an index reads of the account.
store::v1::StoredFacts Facts(const store::v1::StoredAccount& account) {
  store::v1::StoredFacts facts;
  EXPECT_TRUE(facts.ParseFromString(account.SerializeAsString()));
  return facts;
}

void Put(AccountTable& table, const AccountRecord& record) {
  EXPECT_EQ(table.Put(record.id, record.revision, Facts(record.account)), absl::OkStatus());
}

std::vector<std::string> Contents(const AccountTable& table) {
  std::vector<std::string> contents;
  for (const auto& account : table.accounts()) {
    contents.push_back(absl::StrCat(account->id(), " ", account->revision()));
  }
  return contents;
}

AccountTable NewTable() { return AccountTable(test::NumberedSnapshot(test::TestCatalog(), 1)); }

TEST(AccountTable, KeepsTheGreatestRevisionInWhateverOrderItIsTold) {
  AccountTable table = NewTable();
  Put(table, Record("b", 5));
  Put(table, Record("b", 4));
  Put(table, Record("a", 3));
  Put(table, Record("a", 6));
  EXPECT_THAT(Contents(table), ElementsAre("a 6", "b 5"));
}

TEST(AccountTable, DeletionThatWasToldFirstIsNotUndoneByAnOlderWrite) {
  AccountTable table = NewTable();
  table.Remove("a", 5);
  Put(table, Record("a", 4));
  EXPECT_THAT(Contents(table), IsEmpty());
}

TEST(AccountTable, OlderDeletionDoesNotUndoANewerAccount) {
  AccountTable table = NewTable();
  Put(table, Record("a", 6));
  table.Remove("a", 5);
  EXPECT_THAT(Contents(table), ElementsAre("a 6"));
}

TEST(AccountTable, AccountCanBeCreatedAgain) {
  AccountTable table = NewTable();
  Put(table, Record("a", 1));
  table.Remove("a", 2);
  Put(table, Record("a", 3));
  EXPECT_THAT(Contents(table), ElementsAre("a 3"));
}

TEST(AccountTable, WhatIsSettledIsNotBroughtBack) {
  AccountTable table = NewTable();
  Put(table, Record("a", 1));
  table.Remove("a", 2);
  table.Settle(2);
  Put(table, Record("a", 1));
  EXPECT_THAT(Contents(table), IsEmpty());
}

// The account's group must be the one of its state, and every group in order.
void ExpectGroupsAreRight(const AccountTable& table,
                          const std::map<std::string, store::v1::StoredAccount>& accounts) {
  size_t grouped = 0;
  table.groups().ForEach([&](const AccountGroup& group) {
    EXPECT_FALSE(group.members.empty());
    grouped += group.members.size();
    EXPECT_TRUE(std::is_sorted(group.members.begin(), group.members.end(), ById()));
  });
  EXPECT_EQ(grouped, accounts.size());
  ASSERT_EQ(table.accounts().size(), accounts.size());
  for (const auto& account : table.accounts()) {
    const core::AccountEvaluation standing =
        core::EvaluateAccount(*table.snapshot(), FactsOf(accounts.at(std::string(account->id()))));
    const DerivedState& derived = account->group->derived;
    EXPECT_EQ(derived.state, standing.state);
    EXPECT_EQ(table.derivation().Permissions(derived.missing), standing.missing);
  }
}

TEST(AccountTable, GroupsAreRightAfterRandomWritesAndCatalogs) {
  std::mt19937 random(test::RandomSeed());
  const std::vector<v1::Catalog> catalogs = test::DifferentCatalogs();
  AccountTable table = NewTable();
  std::map<std::string, store::v1::StoredAccount> accounts;
  for (store::Revision revision = 1; revision <= 3000; ++revision) {
    const int number = std::uniform_int_distribution<int>(0, 40)(random);
    const std::string id = absl::StrCat("id", number);
    if (test::OnceIn(4, random)) {
      table.Remove(id, revision);
      accounts.erase(id);
    } else {
      accounts[id] = test::RandomAccount(number, random);
      Put(table, {id, accounts[id], revision});
    }
    if (test::OnceIn(100, random)) {
      table.Rederive(test::NumberedSnapshot(test::AnyOf(catalogs, random), 2));
    }
    if (revision % 50 != 0) continue;
    ExpectGroupsAreRight(table, accounts);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(AccountGroups, PageCostsThePageAndNotTheTable) {
  AccountTable table = NewTable();
  for (int i = 0; i < 1000; ++i) Put(table, Record(absl::StrCat("id", 1000 + i), i + 1));
  int asked = 0;
  const auto page = table.groups().Page(
      [&](const DerivedState&) {
        ++asked;
        return true;
      },
      "id1500", 3);
  ASSERT_EQ(page.size(), 3);
  EXPECT_EQ(page[0]->id(), "id1501");
  EXPECT_EQ(page[2]->id(), "id1503");
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace linkstat::service
