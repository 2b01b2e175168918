#include "agent/base/batch_executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

namespace linkstat {
namespace {

using testing::ElementsAre;

TEST(BatchExecutor, TakesWhatCameMeanwhileTogether) {
  std::latch begun(1), release(1);
  std::vector<std::vector<int>> batches;
  {
    BatchExecutor<int> executor({"test", 1, 10}, [&](std::vector<int> items) {
      batches.push_back(items);
      if (batches.size() > 1) return;
      begun.count_down();
      release.wait();
    });
    EXPECT_TRUE(executor.TryAdd(1));
    begun.wait();
    EXPECT_TRUE(executor.TryAdd(2));
    EXPECT_TRUE(executor.TryAdd(3));
    release.count_down();
  }
  EXPECT_THAT(batches, ElementsAre(ElementsAre(1), ElementsAre(2, 3)));
}

TEST(BatchExecutor, WorksOnSeveralBatchesAtATime) {
  std::latch first(1), second(1), release(1);
  BatchExecutor<int> executor({"test", 2, 10}, [&](std::vector<int> items) {
    (items.front() == 1 ? first : second).count_down();
    release.wait();
  });
  EXPECT_TRUE(executor.TryAdd(1));
  first.wait();
  EXPECT_TRUE(executor.TryAdd(2));
  second.wait();
  release.count_down();
}

TEST(BatchExecutor, InTurnsTakesTheNextBatchWhenTheTurnEnds) {
  std::latch second(1);
  std::vector<std::vector<int>> batches;
  BatchExecutor<int>* executor = nullptr;
  BatchExecutor<int> in_turns({.name = "test", .threads = 2, .most = 10, .in_turns = true},
                              [&](std::vector<int> items) {
                                batches.push_back(items);
                                if (items.front() != 1) {
                                  executor->EndTurn();
                                  return second.count_down();
                                }
                                EXPECT_TRUE(executor->TryAdd(2));
                                // The other thread could take it now.
                                for (int i = 0; i < 1000; ++i) std::this_thread::yield();
                                EXPECT_TRUE(executor->TryAdd(3));
                                executor->EndTurn();
                                // The work on the first batch is not done yet.
                                second.wait();
                              });
  executor = &in_turns;
  EXPECT_TRUE(in_turns.TryAdd(1));
  second.wait();
  EXPECT_THAT(batches, ElementsAre(ElementsAre(1), ElementsAre(2, 3)));
}

TEST(BatchExecutor, BoundsABatch) {
  std::latch begun(1), release(1);
  std::vector<std::vector<int>> batches;
  {
    BatchExecutor<int> executor({.name = "test", .threads = 1, .most = 10, .most_together = 2},
                                [&](std::vector<int> items) {
                                  batches.push_back(items);
                                  if (batches.size() > 1) return;
                                  begun.count_down();
                                  release.wait();
                                });
    EXPECT_TRUE(executor.TryAdd(1));
    begun.wait();
    for (int i = 2; i <= 4; ++i) EXPECT_TRUE(executor.TryAdd(i));
    release.count_down();
  }
  EXPECT_THAT(batches, ElementsAre(ElementsAre(1), ElementsAre(2, 3), ElementsAre(4)));
}

TEST(BatchExecutor, CountsWhatIsWorkedOnAmongTheMost) {
  std::latch begun(1), release(1);
  std::atomic<int> worked = 0;
  {
    BatchExecutor<int> executor({"test", 1, 2}, [&](std::vector<int> items) {
      if (worked == 0) begun.count_down();
      release.wait();
      worked += static_cast<int>(items.size());
    });
    EXPECT_TRUE(executor.TryAdd(1));
    begun.wait();
    EXPECT_TRUE(executor.TryAdd(2));
    EXPECT_FALSE(executor.TryAdd(3));
    release.count_down();
  }
  EXPECT_EQ(worked, 2);
}

TEST(BatchExecutor, HasRoomAgainForWhatWasDone) {
  BatchExecutor<int> executor({"test", 1, 1}, [](std::vector<int>) {});
  for (int i = 0; i < 100; ++i) {
    while (!executor.TryAdd(i)) std::this_thread::yield();
  }
}

}  // namespace
}  // namespace linkstat
