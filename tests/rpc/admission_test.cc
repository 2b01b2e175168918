#include "agent/rpc/admission.h"

#include <gtest/gtest.h>

namespace linkstat::rpc {
namespace {

constexpr AdmissionLimits kLimits = {3, 2, 3, 2};

class AdmissionTest : public testing::TestWithParam<MethodKind> {
 protected:
  bool Enters(CallerLoad* caller) { return admission_.Enter(GetParam(), caller).ok(); }

  Admission admission_{kLimits};
};

TEST_P(AdmissionTest, BoundsACallerWithoutANameByTheLimitForAll) {
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_FALSE(Enters(nullptr));
}

TEST_P(AdmissionTest, LeavesRoomForOthersBesideABusyCaller) {
  const auto busy = admission_.LoadOf("a"), other = admission_.LoadOf("b");
  EXPECT_TRUE(Enters(busy.get()));
  EXPECT_TRUE(Enters(busy.get()));
  EXPECT_FALSE(Enters(busy.get()));
  EXPECT_TRUE(Enters(other.get()));
}

TEST_P(AdmissionTest, GivesBackWhatACallHeld) {
  const auto caller = admission_.LoadOf("a");
  EXPECT_TRUE(Enters(caller.get()));
  EXPECT_TRUE(Enters(caller.get()));
  EXPECT_FALSE(Enters(caller.get()));
  admission_.Leave(GetParam(), caller.get());
  EXPECT_TRUE(Enters(caller.get()));
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_FALSE(Enters(nullptr));
}

INSTANTIATE_TEST_SUITE_P(All, AdmissionTest,
                         testing::Values(MethodKind::kUnary, MethodKind::kStream),
                         [](const auto& tested) {
                           return tested.param == MethodKind::kUnary ? "Unary" : "Stream";
                         });

TEST(Admission, StreamsAndUnaryCallsDoNotTakeEachOthersRoom) {
  Admission admission({1, 1, 1, 1});
  EXPECT_TRUE(admission.Enter(MethodKind::kUnary, nullptr).ok());
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, nullptr).ok());
}

TEST(Admission, KnowsACallerByItsName) {
  Admission admission(kLimits);
  const auto load = admission.LoadOf("a");
  EXPECT_EQ(admission.LoadOf("a"), load);
  EXPECT_NE(admission.LoadOf("b"), load);
}

TEST(Admission, ForgetsCallersThatHaveNothingInFlightWhenThereAreMany) {
  Admission admission(kLimits);
  const auto held = admission.LoadOf("held");
  held->calls = 2;
  for (int i = 0; i < 5'000; ++i) admission.LoadOf(std::to_string(i));
  EXPECT_EQ(admission.LoadOf("held"), held);
}

}  // namespace
}  // namespace linkstat::rpc
