#include "agent/rpc/call/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace linkstat::rpc {
namespace {

constexpr AdmissionLimits kLimits = {3, 2, 3, 2, 1};

class AdmissionTest : public testing::TestWithParam<MethodKind> {
 protected:
  bool Enters(const std::shared_ptr<Load>& caller) {
    return admission_.Enter(GetParam(), {caller, nullptr}).ok();
  }

  Admission admission_{kLimits};
};

TEST_P(AdmissionTest, BoundsACallerWithoutANameByTheLimitForAll) {
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_FALSE(Enters(nullptr));
}

TEST_P(AdmissionTest, LeavesRoomForOthersBesideABusyCaller) {
  const auto busy = admission_.LoadOfCaller("a"), other = admission_.LoadOfCaller("b");
  EXPECT_TRUE(Enters(busy));
  EXPECT_TRUE(Enters(busy));
  EXPECT_FALSE(Enters(busy));
  EXPECT_TRUE(Enters(other));
}

TEST_P(AdmissionTest, GivesBackWhatACallHeld) {
  const auto caller = admission_.LoadOfCaller("a");
  EXPECT_TRUE(Enters(caller));
  EXPECT_TRUE(Enters(caller));
  EXPECT_FALSE(Enters(caller));
  admission_.Leave(GetParam(), {caller, nullptr});
  EXPECT_TRUE(Enters(caller));
  EXPECT_TRUE(Enters(nullptr));
  EXPECT_FALSE(Enters(nullptr));
}

INSTANTIATE_TEST_SUITE_P(All, AdmissionTest,
                         testing::Values(MethodKind::kUnary, MethodKind::kStream),
                         [](const auto& tested) {
                           return tested.param == MethodKind::kUnary ? "Unary" : "Stream";
                         });

TEST(Admission, StreamsAndUnaryCallsDoNotTakeEachOthersRoom) {
  Admission admission({1, 1, 1, 1, 1});
  EXPECT_TRUE(admission.Enter(MethodKind::kUnary, {}).ok());
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, {}).ok());
}

TEST(Admission, BoundsTheStreamsOfAConnectionAndNoOther) {
  Admission admission(kLimits);
  const CallOrigin one = {nullptr, admission.LoadOfConnection("ipv4:127.0.0.1:1")};
  const CallOrigin other = {nullptr, admission.LoadOfConnection("ipv6:%5B::1%5D:1")};
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, one).ok());
  EXPECT_FALSE(admission.Enter(MethodKind::kStream, one).ok());
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, other).ok());
  admission.Leave(MethodKind::kStream, one);
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, one).ok());
}

TEST(Admission, ARefusedStreamTakesNobodysRoom) {
  Admission admission(kLimits);
  const CallOrigin full = {admission.LoadOfCaller("a"),
                           admission.LoadOfConnection("ipv4:127.0.0.1:1")};
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, full).ok());
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(admission.Enter(MethodKind::kStream, full).ok());
  EXPECT_EQ(full.caller->streams, 1u);
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, {}).ok());
}

// The values of the gauges, of calls and of streams.
std::vector<double> InFlight(const Admission& admission) {
  telemetry::MetricFamilies families;
  admission.Collect(families);
  std::vector<double> values;
  for (const auto& family : families) {
    if (family.type == prometheus::MetricType::Gauge) {
      values.push_back(family.metric.at(0).gauge.value);
    }
  }
  return values;
}

TEST(Admission, CountsWhatIsInFlightUntilItEnds) {
  Admission admission(kLimits);
  const CallOrigin origin = {admission.LoadOfCaller("a"), nullptr};
  EXPECT_TRUE(admission.Enter(MethodKind::kUnary, origin).ok());
  EXPECT_TRUE(admission.Enter(MethodKind::kUnary, origin).ok());
  EXPECT_FALSE(admission.Enter(MethodKind::kUnary, origin).ok());
  EXPECT_TRUE(admission.Enter(MethodKind::kStream, origin).ok());
  EXPECT_THAT(InFlight(admission), testing::ElementsAre(2, 1));
  admission.Leave(MethodKind::kStream, origin);
  admission.Leave(MethodKind::kUnary, origin);
  EXPECT_THAT(InFlight(admission), testing::ElementsAre(1, 0));
  admission.Leave(MethodKind::kUnary, origin);
  EXPECT_THAT(InFlight(admission), testing::ElementsAre(0, 0));
}

TEST(Admission, DoesNotTellConnectionsOfAUnixSocketFromEachOther) {
  EXPECT_EQ(Admission(kLimits).LoadOfConnection("unix:"), nullptr);
}

TEST(Admission, KnowsACallerByItsName) {
  Admission admission(kLimits);
  const auto load = admission.LoadOfCaller("a");
  EXPECT_EQ(admission.LoadOfCaller("a"), load);
  EXPECT_NE(admission.LoadOfCaller("b"), load);
}

TEST(Admission, ForgetsCallersThatHaveNothingInFlightWhenThereAreMany) {
  Admission admission(kLimits);
  const auto held = admission.LoadOfCaller("held");
  const std::weak_ptr<Load> idle = admission.LoadOfCaller("idle");
  for (int i = 0; i < 998; ++i) admission.LoadOfCaller(std::to_string(i));
  EXPECT_FALSE(idle.expired());
  admission.LoadOfCaller("one more than a thousand");
  EXPECT_TRUE(idle.expired());
  EXPECT_EQ(admission.LoadOfCaller("held"), held);
}

TEST(Admission, LooksAgainForCallersToForgetWhenThereAreTwiceAsMany) {
  Admission admission(kLimits);
  std::vector<std::shared_ptr<Load>> held;
  for (int i = 0; i < 1'000; ++i) held.push_back(admission.LoadOfCaller(std::to_string(i)));
  const std::weak_ptr<Load> idle = admission.LoadOfCaller("idle");
  for (int i = 1'000; i < 1'999; ++i) admission.LoadOfCaller(std::to_string(i));
  EXPECT_FALSE(idle.expired());
  admission.LoadOfCaller("one more than two thousand");
  EXPECT_TRUE(idle.expired());
}

TEST(Admission, ForgetsConnectionsLikewise) {
  Admission admission(kLimits);
  const std::weak_ptr<Load> idle = admission.LoadOfConnection("ipv4:127.0.0.1:1");
  for (int i = 2; i <= 1'001; ++i) {
    admission.LoadOfConnection("ipv4:127.0.0.1:" + std::to_string(i));
  }
  EXPECT_TRUE(idle.expired());
}

}  // namespace
}  // namespace linkstat::rpc
