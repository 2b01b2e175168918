#include "tests/store/model.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/store/backends.h"
#include "tests/store/records.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/random_seed.h"

// Random operations on a store and on the model of it side by side. A run is
// repeated with LINKSTAT_SEED=... and made longer with
// LINKSTAT_STORE_STEPS=...; every mutation and every read is a step.
namespace linkstat::store {
namespace {

constexpr uint64_t kSteps = 100'000;
// So that the change feed of the model, which looks at all of its history,
// stays quick.
constexpr uint64_t kStepsPerStore = 10'000;
constexpr int kIds = 60;
constexpr int kMostMutations = 100;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  uint64_t value = 0;
  const char* text = std::getenv(name);
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

// Before the store, which needs it to the end.
struct FileLayer {
  test::FaultVfs vfs;
};

class ModelConformance : private FileLayer, public StoreConformance {
 protected:
  ModelConformance() : StoreConformance(vfs.name()), seed_(test::RandomSeed()), random_(seed_) {}

  int Pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  Mutation RandomMutation() {
    const std::string id = absl::StrCat("id-", Pick(kIds));
    const auto living = model_.Get(id);
    Revision expected = living.has_value() ? living->revision : 0;
    // Now and then a condition that does not hold.
    if (Pick(10) == 0) expected = Pick(3) == 0 ? 0 : expected + 1 + Pick(3);
    if (expected != 0 && Pick(4) == 0) return Delete(id, expected);
    Mutation mutation = Update(id, expected, std::string(Pick(400), static_cast<char>(Pick(256))));
    mutation.key = absl::StrCat("mail-", Pick(20) == 0 ? Pick(200) : next_key_++);
    return mutation;
  }

  // A write whose mutations the model judges one after the other.
  uint64_t StepWrite() {
    std::vector<Mutation> mutations(1 + Pick(kMostMutations));
    for (Mutation& mutation : mutations) mutation = RandomMutation();
    const auto results = store().Write(mutations);
    EXPECT_TRUE(results.ok()) << results.status();
    if (!results.ok()) return mutations.size();
    for (size_t i = 0; i < mutations.size(); ++i) {
      const WriteResult& result = (*results)[i];
      EXPECT_EQ(result.outcome, model_.Expected(mutations[i]));
      if (result.outcome != WriteOutcome::kWritten) continue;
      EXPECT_GT(result.revision, model_.LastRevision());
      model_.Written(mutations[i], result.revision);
    }
    return mutations.size();
  }

  void StepRead() {
    const std::string id = absl::StrCat("id-", Pick(kIds));
    const std::string key = absl::StrCat("mail-", Pick(next_key_ + 1));
    const int limit = 1 + Pick(kIds);
    const Revision after = static_cast<Revision>(Pick(static_cast<int>(model_.LastRevision()) + 1));
    switch (Pick(5)) {
      case 0:
        EXPECT_EQ(Text(store().Get(id)), Text(model_.Get(id)));
        break;
      case 1:
        EXPECT_EQ(Text(store().FindByKey(key)), Text(model_.FindByKey(key)));
        break;
      case 2:
        EXPECT_EQ(Text(store().Scan(id, limit)), Text(model_.Scan(id, limit)));
        break;
      case 3:
        EXPECT_EQ(Text(store().ChangesAfter(after, limit)),
                  Text(model_.ChangesAfter(after, limit)));
        break;
      default:
        EXPECT_EQ(store().LastRevision().value(), model_.LastRevision());
    }
  }

  void ForgetAll() {
    model_ = Model();
    next_key_ = 0;
    StartAnew();
  }

  const uint32_t seed_;

 private:
  std::mt19937_64 random_;
  Model model_;
  int next_key_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, ModelConformance, EveryBackend(), BackendName);

TEST_P(ModelConformance, AnswersLikeTheModel) {
  const uint64_t steps = FromEnvironment("LINKSTAT_STORE_STEPS", kSteps);
  std::cout << "LINKSTAT_STORE_STEPS=" << steps << "\n";
  SCOPED_TRACE(absl::StrCat("LINKSTAT_SEED=", seed_));
  uint64_t in_this_store = 0;
  for (uint64_t step = 0; step < steps && !HasFailure();) {
    const bool write = Pick(40) == 0;
    const uint64_t done = write ? StepWrite() : 1;
    if (!write) StepRead();
    step += done;
    in_this_store += done;
    if (Pick(1000) == 0) ReopenIfItLasts();
    if (in_this_store < kStepsPerStore) continue;
    in_this_store = 0;
    ForgetAll();
  }
}

}  // namespace
}  // namespace linkstat::store
