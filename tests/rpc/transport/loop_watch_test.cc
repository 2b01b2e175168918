#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/rpc/transport/event_loop.h"
#include "tests/support/captured_log.h"
#include "tests/support/metric_text.h"

namespace linkstat::rpc {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LoopWatchTest : public testing::Test {
 protected:
  std::string Metrics() const {
    telemetry::MetricSet set;
    set.Add([this](telemetry::MetricFamilies& families) { watch_.Collect(families); });
    return test::MetricLines(set.Text(), "linkstat_event_loop");
  }

  test::CapturedLog sink_;
  telemetry::Log log_{{}, &sink_};
  LoopWatch watch_{&log_};
};

TEST_F(LoopWatchTest, CountsStepsOfMoreThanAMillisecondAndKeepsTheLongest) {
  watch_.Held(microseconds(1000));
  watch_.Held(microseconds(1001));
  watch_.Held(milliseconds(3));
  watch_.Held(milliseconds(2));
  EXPECT_EQ(Metrics(),
            "linkstat_event_loop_long_steps_total 3\n"
            "linkstat_event_loop_longest_step_seconds 0.003\n");
  EXPECT_THAT(sink_.lines(), IsEmpty());
}

TEST_F(LoopWatchTest, LogsVeryLongStepsOnceASecond) {
  watch_.Held(milliseconds(60));
  watch_.Held(milliseconds(70));
  EXPECT_THAT(sink_.lines(),
              ElementsAre(HasSubstr(R"("message":"event loop blocked","milliseconds":60)")));
}

}  // namespace
}  // namespace linkstat::rpc
