#include "agent/rpc/call/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agent/rpc/call/call.h"
#include "agent/telemetry/metric_set.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/server_context.h"
#include "tests/support/metric_text.h"
#include "tests/support/status_details.h"

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

TEST_P(AdmissionTest, LeavesCapacityForOthersWhileACallerIsBusy) {
  const auto busy = admission_.LoadOfCaller("a"), other = admission_.LoadOfCaller("b");
  EXPECT_TRUE(Enters(busy));
  EXPECT_TRUE(Enters(busy));
  EXPECT_FALSE(Enters(busy));
  EXPECT_TRUE(Enters(other));
}

TEST_P(AdmissionTest, ReleasesWhatACallHeld) {
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

TEST(Admission, StreamsAndUnaryCallsAreBoundedApart) {
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

TEST(Admission, ARejectedStreamCountsNowhere) {
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

// The message of the first stream or call that is refused on this connection, and the limits
// that were counted as reached.
std::vector<std::string> RefusalOf(const AdmissionLimits& limits, MethodKind kind) {
  Admission admission(limits);
  const CallOrigin origin = {admission.LoadOfCaller("a"),
                             admission.LoadOfConnection("ipv4:127.0.0.1:1")};
  std::vector<std::string> found = {std::string(admission.Enter(kind, origin).message())};
  telemetry::MetricFamilies families;
  admission.Collect(families);
  for (const auto& metric : families.back().metric) {
    if (metric.counter.value == 1) found.push_back(metric.label.at(0).value);
  }
  return found;
}

TEST(Admission, NamesAndCountsTheLimitThatIsReached) {
  using testing::ElementsAre;
  EXPECT_THAT(RefusalOf({.calls = 0}, MethodKind::kUnary),
              ElementsAre("the limit on calls in flight is reached; retry later", "calls"));
  EXPECT_THAT(RefusalOf({.calls_per_caller = 0}, MethodKind::kUnary),
              ElementsAre("the limit on this caller's calls in flight is reached; retry later",
                          "calls_per_caller"));
  EXPECT_THAT(RefusalOf({.streams = 0}, MethodKind::kStream),
              ElementsAre("the limit on open streams is reached; retry later", "streams"));
  EXPECT_THAT(RefusalOf({.streams_per_caller = 0}, MethodKind::kStream),
              ElementsAre("the limit on this caller's open streams is reached; close one",
                          "streams_per_caller"));
  EXPECT_THAT(RefusalOf({.streams_per_connection = 0}, MethodKind::kStream),
              ElementsAre("the limit on this connection's open streams is reached; close one or "
                          "open another connection",
                          "streams_per_connection"));
}

TEST(Overloaded, SaysWhenToRetry) {
  const absl::Status status = Overloaded("too much");
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(retry.ParseFromString(
      std::string(status.GetPayload("type.googleapis.com/google.rpc.RetryInfo").value())));
  EXPECT_EQ(retry.retry_delay().seconds(), 0);
  EXPECT_EQ(retry.retry_delay().nanos(), 250'000'000);
}

TEST(Admission, DoesNotTellConnectionsOfAUnixSocketFromEachOther) {
  EXPECT_EQ(Admission(kLimits).LoadOfConnection("unix:"), nullptr);
}

TEST(Admission, FindsACallerByItsName) {
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

TEST(Admission, ForgetsIdleCallersAgainWhenThereAreTwiceAsMany) {
  Admission admission(kLimits);
  std::vector<std::shared_ptr<Load>> held;
  for (int i = 0; i < 1'000; ++i) held.push_back(admission.LoadOfCaller(std::to_string(i)));
  const std::weak_ptr<Load> idle = admission.LoadOfCaller("idle");
  for (int i = 1'000; i < 1'999; ++i) admission.LoadOfCaller(std::to_string(i));
  EXPECT_FALSE(idle.expired());
  admission.LoadOfCaller("one more than two thousand");
  EXPECT_TRUE(idle.expired());
}

TEST(Admission, LooksAgainForCallersToForgetWhenThereAreAThousandAgain) {
  Admission admission(kLimits);
  for (int i = 0; i <= 1'000; ++i) admission.LoadOfCaller(std::to_string(i));
  // All but the last one are forgotten.
  const std::weak_ptr<Load> idle = admission.LoadOfCaller("idle");
  for (int i = 2; i < 1'000; ++i) admission.LoadOfCaller("again " + std::to_string(i));
  EXPECT_FALSE(idle.expired());
  admission.LoadOfCaller("one more than a thousand");
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

// Calls as they arrive.
class AdmitTest : public testing::Test {
 protected:
  Call CallOf(std::vector<std::string> identities, Method method = Method::kGetCatalog) {
    return Call(nullptr, {.method = method,
                          .context = &context_,
                          .begin = {},
                          .identities = std::move(identities),
                          .request_id = {}});
  }

  std::string InFlight() {
    telemetry::MetricSet set;
    set.Add([this](telemetry::MetricFamilies& families) { admission_.Collect(families); });
    return test::MetricLines(set.Text(), "linkstat_calls_in_flight");
  }

  grpc::CallbackServerContext context_;
  Admission admission_{{.calls = 3, .calls_per_caller = 1}};
};

TEST_F(AdmitTest, CountsACallForTheFirstIdentityOfItsCaller) {
  Call first = CallOf({"dns:a", "dns:b"}), again = CallOf({"dns:a"}), other = CallOf({"dns:b"});
  EXPECT_TRUE(admission_.Admit(first, 0).ok());
  EXPECT_EQ(admission_.Admit(again, 0).message(),
            "the limit on this caller's calls in flight is reached; retry later");
  EXPECT_TRUE(admission_.Admit(other, 0).ok());
}

TEST_F(AdmitTest, CountsCallsWithoutAnIdentityForNoCaller) {
  Call first = CallOf({}), second = CallOf({});
  EXPECT_TRUE(admission_.Admit(first, 0).ok());
  EXPECT_TRUE(admission_.Admit(second, 0).ok());
}

TEST_F(AdmitTest, ACallThatWasRejectedGivesNothingBack) {
  Call first = CallOf({"dns:a"}), rejected = CallOf({"dns:a"});
  EXPECT_TRUE(admission_.Admit(first, 0).ok());
  EXPECT_EQ(test::ReasonOf(admission_.Admit(rejected, 0)), "OVERLOADED");
  admission_.End(rejected);
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 1\n");
  admission_.End(first);
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 0\n");
}

TEST_F(AdmitTest, DoesNotCountHealth) {
  Call health = CallOf({"dns:a"}, Method::kHealthCheck);
  EXPECT_TRUE(admission_.Admit(health, 0).ok());
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 0\n");
  admission_.End(health);
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 0\n");
}

TEST_F(AdmitTest, RejectsALargeRequestOfHealthAsWell) {
  Call health = CallOf({}, Method::kHealthCheck);
  EXPECT_EQ(test::ReasonOf(admission_.Admit(health, kMaxSmallRequestSize + 1)),
            "REQUEST_TOO_LARGE");
}

}  // namespace
}  // namespace linkstat::rpc
