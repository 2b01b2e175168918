#include "agent/rpc/call/call_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/base/error.h"
#include "agent/telemetry/log_writer.h"
#include "tests/support/captured_log.h"
#include "tests/support/metric_text.h"
#include "tests/support/status_details.h"

namespace linkstat::rpc {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

telemetry::LogOptions LevelOptions(telemetry::LogLevel least) {
  telemetry::LogOptions options;
  options.least = least;
  return options;
}

class CallGateTest : public testing::Test {
 protected:
  explicit CallGateTest(telemetry::LogLevel least = telemetry::LogLevel::kDebug)
      : log_(LevelOptions(least), &sink_) {}

  // The metrics of a gate whose name begins with `prefix`.
  static std::string MetricsOf(const CallGate& gate, const std::string& prefix) {
    telemetry::MetricSet set;
    set.Add([&gate](telemetry::MetricFamilies& families) { gate.Collect(families); });
    return test::MetricLines(set.Text(), prefix);
  }

  test::CapturedLog sink_;
  telemetry::Log log_;
  grpc::CallbackServerContext context_;
};

TEST_F(CallGateTest, LogsMethodCodeAndTimeAndNothingOfTheError) {
  {
    telemetry::LogWriter writer(&sink_);
    telemetry::CallLog call_log(&log_, telemetry::LogLevel::kDebug, &writer);
    CallGateOptions options;
    options.call_log = &call_log;
    CallGate gate(options, &log_);
    FieldFaults faults;
    faults.Add("identity.work_email", "is no address");
    gate.Open(Method::kCheckPermissions, &context_).Close(faults.ToStatus());
  }
  EXPECT_THAT(
      sink_.lines(),
      ElementsAre(AllOf(HasSubstr(R"("level":"debug","message":"call",)"
                                  R"("method":"linkstat.v1.LinkingService/CheckPermissions",)"
                                  R"("code":"INVALID_ARGUMENT","milliseconds":)"),
                        Not(HasSubstr("work_email")))));
}

class QuietCallGateTest : public CallGateTest {
 protected:
  QuietCallGateTest() : CallGateTest(telemetry::LogLevel::kInfo) {}
};

TEST_F(QuietCallGateTest, LogsNothingOfACallBelowTheLogsLevel) {
  {
    telemetry::LogWriter writer(&sink_);
    telemetry::CallLog call_log(&log_, telemetry::LogLevel::kDebug, &writer);
    CallGateOptions options;
    options.call_log = &call_log;
    CallGate gate(options, &log_);
    EXPECT_TRUE(gate.Open(Method::kGetCatalog, &context_).Close(absl::OkStatus()).ok());
  }
  EXPECT_THAT(sink_.lines(), IsEmpty());
}

TEST_F(QuietCallGateTest, LogsEachCallAtTheLevelOfItsLines) {
  {
    telemetry::LogWriter writer(&sink_);
    telemetry::CallLog call_log(&log_, telemetry::LogLevel::kInfo, &writer);
    CallGateOptions options;
    options.call_log = &call_log;
    CallGate gate(options, &log_);
    gate.Open(Method::kGetCatalog, &context_).Close(absl::OkStatus());
    gate.Open(Method::kDiffCatalog, &context_).Close(absl::OkStatus());
  }
  EXPECT_THAT(sink_.lines(),
              ElementsAre(HasSubstr(R"("level":"info","message":"call",)"
                                    R"("method":"linkstat.v1.CatalogService/GetCatalog",)"),
                          HasSubstr(R"("method":"linkstat.v1.CatalogService/DiffCatalog",)")));
}

TEST_F(QuietCallGateTest, LogsWhyACallFailedByTheAgentsFault) {
  CallGate gate({}, &log_);
  const grpc::Status status =
      gate.Open(Method::kGetCatalog, &context_).Close(absl::DataLossError("torn page"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(sink_.lines(),
              ElementsAre(HasSubstr(R"("level":"error","message":"internal fault",)"
                                    R"("method":"linkstat.v1.CatalogService/GetCatalog",)"
                                    R"("fault":"torn page")")));
}

TEST_F(CallGateTest, CountsHowCallsEnd) {
  CallGate gate({}, &log_);
  gate.Open(Method::kGetCatalog, &context_).Close(absl::OkStatus());
  gate.Open(Method::kGetCatalog, &context_).Close(MalformedMessage("", "is none"));
  gate.Open(Method::kWatchCatalog, &context_).CallerLeft();
  EXPECT_EQ(
      MetricsOf(gate, "grpc_server_handled_total"),
      R"(grpc_server_handled_total{grpc_type="unary",grpc_service="linkstat.v1.CatalogService",grpc_method="GetCatalog",grpc_code="OK"} 1
grpc_server_handled_total{grpc_type="unary",grpc_service="linkstat.v1.CatalogService",grpc_method="GetCatalog",grpc_code="INVALID_ARGUMENT"} 1
grpc_server_handled_total{grpc_type="stream",grpc_service="linkstat.v1.CatalogService",grpc_method="WatchCatalog",grpc_code="CANCELLED"} 1
)");
}

TEST_F(CallGateTest, CountsWhatWasDecided) {
  CallGate gate({}, &log_);
  Call call = gate.Open(Method::kCheckPermissions, &context_);
  call.notes().decisions.Add(v1::VERDICT_NOT_SATISFIED, 3);
  call.Close(absl::OkStatus());
  EXPECT_EQ(MetricsOf(gate, "linkstat_checks_total"),
            R"(linkstat_checks_total{verdict="SATISFIED"} 0
linkstat_checks_total{verdict="NOT_SATISFIED"} 1
linkstat_checks_total{verdict="INDETERMINATE"} 0
)");
  EXPECT_EQ(MetricsOf(gate, "linkstat_unrecognized"), "linkstat_unrecognized_names_total 3\n");
}

TEST_F(CallGateTest, RefusesACallTooManyAndSaysWhenToComeBack) {
  CallGateOptions options;
  options.limits.calls = 1;
  CallGate gate(options, &log_);
  const Call first = gate.Open(Method::kGetCatalog, &context_);
  const Call second = gate.Open(Method::kGetCatalog, &context_);
  EXPECT_EQ(second.refusal().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(test::ReasonOf(second.refusal()), "OVERLOADED");
  EXPECT_TRUE(second.refusal().GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  second.Close(second.refusal());
  first.Close(absl::OkStatus());
  const Call third = gate.Open(Method::kGetCatalog, &context_);
  EXPECT_TRUE(third.refusal().ok()) << third.refusal();
  third.Close(absl::OkStatus());
  EXPECT_EQ(MetricsOf(gate, "linkstat_calls_refused_total{limit=\"calls\""),
            "linkstat_calls_refused_total{limit=\"calls\"} 1\n");
}

TEST_F(CallGateTest, NeverRefusesHealth) {
  CallGateOptions options;
  options.limits = {0, 0, 0, 0};
  CallGate gate(options, &log_);
  for (const Method method : {Method::kHealthCheck, Method::kHealthWatch}) {
    const Call call = gate.Open(method, &context_);
    EXPECT_TRUE(call.refusal().ok()) << call.refusal();
    call.Close(absl::OkStatus());
  }
}

}  // namespace
}  // namespace linkstat::rpc
