#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "agent/service/account_message.h"
#include "agent/service/account_watch.h"
#include "agent/store/memory_store.h"
#include "tests/service/random_account.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::service {
namespace {

// A reader learns of a catalog only where it makes a difference, and keeps a time
// that is no longer known after many catalogs.
void ClearWhatIsNotToldAgain(v1::LinkedAccount& account) {
  account.clear_catalog_revision();
  account.clear_state_since();
}

using Event = v1::WatchLinkedAccountsResponse;

// One run of an agent on a store that outlives it.
class Agent {
 public:
  Agent(store::Store* store, core::SnapshotPtr snapshot)
      : registry_(std::move(snapshot)),
        index_(&registry_),
        accounts_(store, &index_, &health_),
        ring_({.changes = 40, .bytes = 1 << 20}),
        fed_(*store->LastRevision()) {
    // Which no watch reads.
    index_.Replace(std::make_unique<AccountTable>(registry_.Current()));
    index_.SetComplete();
    ring_.Reset(fed_);
  }

  void FeedRing() {
    auto page = accounts_.ChangesAfter(fed_, 1000);
    ASSERT_TRUE(page.ok() && page->complete);
    fed_ = page->next;
    ring_.Append(std::move(page->changes));
  }

  catalog::Registry& registry() { return registry_; }
  AccountStore& accounts() { return accounts_; }
  AccountWatch::Parts WatchParts() { return {&accounts_, &ring_, &registry_, &observation_clock_}; }

 private:
  catalog::Registry registry_;
  AccountIndex index_;
  StoreHealth health_{nullptr};
  AccountStore accounts_;
  ChangeRing ring_;
  test::FakeClock clock_{test::Noon()};
  ObservationClock observation_clock_{&clock_};
  store::Revision fed_;
};

// A client that keeps what it was told, and its last cursor.
class Reader {
 public:
  void Connect(Agent& agent) {
    v1::WatchLinkedAccountsRequest request;
    if (!cursor_.empty()) request.set_cursor(cursor_);
    auto watch = AccountWatch::Open(agent.WatchParts(), request);
    ASSERT_TRUE(watch.ok()) << watch.status();
    watch_ = *std::move(watch);
  }

  // Pulls a batch and takes in the first events of it, at most `limit`; then the
  // connection is lost if there were more. True when it has caught up.
  bool Pull(Agent& agent, size_t limit) {
    auto batch = watch_->Next();
    if (absl::IsResourceExhausted(batch.status())) {
      ++cuts;
      Connect(agent);
      return false;
    }
    EXPECT_TRUE(batch.ok()) << batch.status();
    if (!batch.ok()) return true;
    for (size_t i = 0; i < batch->events.size(); ++i) {
      if (i == limit) {
        Connect(agent);
        return false;
      }
      Take(batch->events[i]);
    }
    return batch->caught_up;
  }

  const std::map<std::string, v1::LinkedAccount>& accounts() const { return accounts_; }
  bool connected() const { return watch_ != nullptr; }

  int restarts = 0;
  int cuts = 0;

 private:
  void Take(const Event& event) {
    cursor_ = event.cursor();
    switch (event.event_case()) {
      case Event::kLinkedAccount:
        TakeAccount(event.linked_account());
        break;
      case Event::kDeletedId:
        accounts_.erase(event.deleted_id());
        break;
      case Event::kRestart:
        ++restarts;
        accounts_.clear();
        break;
      default:
        break;
    }
  }

  void TakeAccount(v1::LinkedAccount account) {
    ClearWhatIsNotToldAgain(account);
    const auto known = accounts_.find(account.id());
    if (known != accounts_.end()) {
      EXPECT_NE(test::ProtoDiff(known->second, account), "") << "told twice";
      EXPECT_GE(RevisionOf(account), RevisionOf(known->second)) << "out of order";
    }
    accounts_[account.id()] = account;
  }

  static uint64_t RevisionOf(const v1::LinkedAccount& account) {
    uint64_t revision = 0;
    EXPECT_TRUE(absl::SimpleAtoi(account.etag(), &revision));
    return revision;
  }

  std::unique_ptr<AccountWatch> watch_;
  std::string cursor_;
  std::map<std::string, v1::LinkedAccount> accounts_;
};

void WriteSomething(AccountStore& accounts, std::mt19937& random, int& emails) {
  const std::string id = absl::StrCat("id", std::uniform_int_distribution<int>(100, 400)(random));
  const auto record = accounts.Get(id);
  ASSERT_TRUE(record.ok());
  AccountWrite write{id, 0, std::nullopt};
  if (record->has_value()) write.expected = (*record)->revision;
  if (!record->has_value() || !test::OnceIn(4, random)) {
    write.account = test::RandomAccount(++emails, random);
  }
  if (record->has_value() && write.account.has_value()) {
    *write.account->mutable_identity() = (*record)->account.identity();
  }
  const auto results = accounts.Write({write});
  ASSERT_TRUE(results.ok() && (*results)[0].outcome == store::WriteOutcome::kWritten);
}

std::map<std::string, v1::LinkedAccount> StoreContents(Agent& agent) {
  std::map<std::string, v1::LinkedAccount> contents;
  const auto records = agent.accounts().Scan("", 10000);
  EXPECT_TRUE(records.ok());
  for (const AccountRecord& record : *records) {
    v1::LinkedAccount account =
        MakeLinkedAccount(StateHistory(agent.registry()), record, {test::Noon(), test::Noon()});
    ClearWhatIsNotToldAgain(account);
    contents[record.id] = account;
  }
  return contents;
}

void ExpectSame(const std::map<std::string, v1::LinkedAccount>& actual,
                const std::map<std::string, v1::LinkedAccount>& expected) {
  EXPECT_EQ(actual.size(), expected.size());
  for (const auto& [id, account] : expected) {
    const auto found = actual.find(id);
    ASSERT_NE(found, actual.end()) << "gap at " << id;
    EXPECT_THAT(found->second, test::EqualsProto(account));
  }
}

struct Chances {
  // Once in so many steps; 0: never.
  int publish;
  int restart;
};

// Writes, lost connections, restarts of the agent and new catalogs at random
// points; now and then the reader reads on to the end and must have it all.
void WatchAtRandom(const Chances& chances, Reader& reader) {
  std::mt19937 random(test::RandomSeed());
  const auto store = *store::MemoryStore::Create();
  const std::vector<v1::Catalog> catalogs = test::DifferentCatalogs();
  int published = 1;
  int emails = 10;
  const auto new_snapshot = [&] {
    return test::NumberedSnapshot(test::AnyOf(catalogs, random), ++published);
  };
  auto agent = std::make_unique<Agent>(store.get(), new_snapshot());
  const auto happens = [&](int chance) { return chance != 0 && test::OnceIn(chance, random); };
  for (int step = 0; step < 4000 && !testing::Test::HasFailure(); ++step) {
    if (!reader.connected() || happens(30)) reader.Connect(*agent);
    // Now and then more than the ring holds.
    const int writes = happens(100) ? 60 : static_cast<int>(happens(2));
    for (int i = 0; i < writes; ++i) WriteSomething(agent->accounts(), random, emails);
    if (test::OnceIn(5, random)) agent->FeedRing();
    if (happens(chances.publish)) agent->registry().Publish(new_snapshot());
    if (happens(chances.restart)) {
      const auto snapshot = agent->registry().Current();
      agent = std::make_unique<Agent>(store.get(), snapshot);
      reader.Connect(*agent);
    }
    if (test::OnceIn(8, random)) {
      reader.Pull(*agent, std::uniform_int_distribution<size_t>(0, 150)(random));
    }
    if (step % 400 != 399) continue;
    agent->FeedRing();
    while (!reader.Pull(*agent, SIZE_MAX)) {
    }
    ExpectSame(reader.accounts(), StoreContents(*agent));
  }
}

TEST(AccountWatchAtRandom, ReaderHasEveryAccountOnceUnderOneCatalog) {
  Reader reader;
  WatchAtRandom({.publish = 0, .restart = 100}, reader);
  EXPECT_EQ(reader.restarts, 0);
  EXPECT_GT(reader.cuts, 0);
}

TEST(AccountWatchAtRandom, ReaderHasEveryAccountOnceUnderManyCatalogs) {
  Reader reader;
  WatchAtRandom({.publish = 80, .restart = 200}, reader);
  EXPECT_GT(reader.restarts, 0);
}

}  // namespace
}  // namespace linkstat::service
