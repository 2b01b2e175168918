#include "agent/rpc/call/admission_interceptor.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/metric_text.h"
#include "tests/support/status_details.h"

namespace linkstat::rpc {
namespace {

class AdmissionInterceptorTest : public testing::Test {
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
    set.Add([this](telemetry::MetricFamilies& families) { interceptor_.Collect(families); });
    return test::MetricLines(set.Text(), "linkstat_calls_in_flight");
  }

  grpc::CallbackServerContext context_;
  AdmissionInterceptor interceptor_{{.calls = 3, .calls_per_caller = 1}};
};

TEST_F(AdmissionInterceptorTest, CountsACallForTheFirstIdentityOfItsCaller) {
  Call first = CallOf({"dns:a", "dns:b"}), again = CallOf({"dns:a"}), other = CallOf({"dns:b"});
  EXPECT_TRUE(interceptor_.Admit(first, 0).ok());
  EXPECT_EQ(interceptor_.Admit(again, 0).message(),
            "the limit on this caller's calls in flight is reached; retry later");
  EXPECT_TRUE(interceptor_.Admit(other, 0).ok());
}

TEST_F(AdmissionInterceptorTest, CountsCallsWithoutAnIdentityForNobody) {
  Call first = CallOf({}), second = CallOf({});
  EXPECT_TRUE(interceptor_.Admit(first, 0).ok());
  EXPECT_TRUE(interceptor_.Admit(second, 0).ok());
}

TEST_F(AdmissionInterceptorTest, ACallThatWasRejectedGivesNothingBack) {
  Call first = CallOf({"dns:a"}), rejected = CallOf({"dns:a"});
  EXPECT_TRUE(interceptor_.Admit(first, 0).ok());
  EXPECT_EQ(test::ReasonOf(interceptor_.Admit(rejected, 0)), "OVERLOADED");
  interceptor_.End(rejected);
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 1\n");
  interceptor_.End(first);
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 0\n");
}

TEST_F(AdmissionInterceptorTest, DoesNotCountHealth) {
  Call health = CallOf({"dns:a"}, Method::kHealthCheck);
  EXPECT_TRUE(interceptor_.Admit(health, 0).ok());
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 0\n");
  interceptor_.End(health);
  EXPECT_EQ(InFlight(), "linkstat_calls_in_flight 0\n");
}

TEST_F(AdmissionInterceptorTest, RejectsALargeRequestOfHealthAsWell) {
  Call health = CallOf({}, Method::kHealthCheck);
  EXPECT_EQ(test::ReasonOf(interceptor_.Admit(health, kMaxSmallRequestSize + 1)),
            "REQUEST_TOO_LARGE");
}

}  // namespace
}  // namespace linkstat::rpc
