#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/store/backends.h"
#include "tests/store/records.h"
#include "tests/store/signal.h"

namespace linkstat::store {
namespace {

class ThreadsConformance : public StoreConformance {};
INSTANTIATE_TEST_SUITE_P(Backends, ThreadsConformance, EveryBackend(), BackendName);

void RunInThreads(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&body, i] { body(i); });
  for (std::thread& thread : threads) thread.join();
}

TEST_P(ThreadsConformance, OfWritersFromOneRevisionOneWins) {
  constexpr int kWriters = 8;
  MustWrite(store(), Create("a", "mail-a", "start"));
  std::atomic<int> written = 0;
  RunInThreads(kWriters, [&](int i) {
    const auto results = store().Write({Update("a", 1, absl::StrCat("by ", i))});
    ASSERT_TRUE(results.ok()) << results.status();
    written += results->front().outcome == WriteOutcome::kWritten ? 1 : 0;
  });
  EXPECT_EQ(written, 1);
  EXPECT_EQ(store().LastRevision().value(), 2u);
}

TEST_P(ThreadsConformance, OfCreatorsWithOneKeyOneWins) {
  constexpr int kWriters = 8;
  std::atomic<int> written = 0;
  std::atomic<int> taken = 0;
  RunInThreads(kWriters, [&](int i) {
    const auto results = store().Write({Create(absl::StrCat("id-", i), "mail", "value")});
    ASSERT_TRUE(results.ok()) << results.status();
    written += results->front().outcome == WriteOutcome::kWritten ? 1 : 0;
    taken += results->front().outcome == WriteOutcome::kKeyTaken ? 1 : 0;
  });
  EXPECT_EQ(written, 1);
  EXPECT_EQ(taken, kWriters - 1);
}

TEST_P(ThreadsConformance, CountsEveryIncrementOfACounter) {
  constexpr int kWriters = 4;
  constexpr int kIncrements = 50;
  MustWrite(store(), Create("counter", "mail", ""));
  RunInThreads(kWriters, [&](int) {
    for (int done = 0; done < kIncrements;) {
      const Record before = *store().Get("counter").value();
      const auto results =
          store().Write({Update("counter", before.revision, before.value + "+")}).value();
      done += results.front().outcome == WriteOutcome::kWritten ? 1 : 0;
    }
  });
  EXPECT_EQ(store().Get("counter").value()->value.size(), kWriters * kIncrements);
}

TEST_P(ThreadsConformance, AReaderSeesItsOwnWritesAtOnce) {
  constexpr int kThreads = 4;
  RunInThreads(kThreads, [&](int thread) {
    for (int i = 0; i < 25; ++i) {
      const std::string id = absl::StrCat(thread, "-", i);
      const Revision written = MustWrite(store(), Create(id, "mail-" + id, "v"));
      EXPECT_EQ(store().Get(id).value()->revision, written);
      EXPECT_EQ(store().FindByKey("mail-" + id).value()->revision, written);
      EXPECT_GE(store().LastRevision().value(), written);
    }
  });
}

TEST_P(ThreadsConformance, AFollowerOfTheFeedEndsWithWhatTheStoreHolds) {
  constexpr int kWriters = 3;
  std::atomic<bool> writing = true;
  std::map<std::string, std::string> followed;
  std::thread follower([&] {
    Revision at = 0;
    for (bool last_round = false;;) {
      const bool was_writing = writing;
      const ChangePage page = store().ChangesAfter(at, 7).value();
      for (const Change& change : page.changes) {
        EXPECT_GT(change.revision, at);
        at = change.revision;
        if (change.record.has_value()) followed[change.id] = change.record->value;
        if (!change.record.has_value()) followed.erase(change.id);
      }
      at = page.next;
      if (last_round && page.complete) return;
      last_round = !was_writing;
    }
  });
  RunInThreads(kWriters, [&](int writer) {
    for (int i = 0; i < 60; ++i) {
      const std::string id = absl::StrCat(writer, "-", i);
      const Revision created = MustWrite(store(), Create(id, "mail-" + id, "v"));
      if (i % 3 == 0) MustWrite(store(), Delete(id, created));
      if (i % 3 == 1) MustWrite(store(), Update(id, created, "w"));
    }
  });
  writing = false;
  follower.join();
  std::map<std::string, std::string> held;
  for (const Record& record : ScanAll(store())) held[record.id] = record.value;
  EXPECT_EQ(followed, held);
}

TEST_P(ThreadsConformance, CallsBackAfterAWrite) {
  Signal called;
  store().OnWrite([&] { called.Set(); });
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_TRUE(called.Wait());
  store().OnWrite(nullptr);
}

TEST_P(ThreadsConformance, TheCallbackSeesTheWriteAndMayCallTheStore) {
  Signal called;
  std::string seen;
  store().OnWrite([&] {
    seen = Text(store().Get("a"));
    called.Set();
  });
  MustWrite(store(), Create("a", "mail-a", "one"));
  ASSERT_TRUE(called.Wait());
  store().OnWrite(nullptr);
  EXPECT_EQ(seen, "a one (mail-a) @1");
}

TEST_P(ThreadsConformance, ACallbackThatWasReplacedIsCalledNoMore) {
  std::atomic<int> first = 0;
  Signal second;
  store().OnWrite([&] { ++first; });
  store().OnWrite([&] { second.Set(); });
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_TRUE(second.Wait());
  store().OnWrite(nullptr);
  EXPECT_EQ(first, 0);
}

TEST_P(ThreadsConformance, EndsCallbacksBeforeItReturns) {
  std::atomic<bool> ended = false;
  std::atomic<bool> called_late = false;
  store().OnWrite([&] { called_late = called_late || ended; });
  std::thread writer([&] {
    for (int i = 0; i < 100; ++i) {
      const std::string id = absl::StrCat(i);
      MustWrite(store(), Create(id, "mail-" + id, "v"));
    }
  });
  store().OnWrite(nullptr);
  ended = true;
  writer.join();
  EXPECT_FALSE(called_late);
}

}  // namespace
}  // namespace linkstat::store
