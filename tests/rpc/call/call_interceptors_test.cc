#include "agent/rpc/call/call_interceptors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "agent/base/error.h"
#include "agent/telemetry/log_writer.h"
#include "grpcpp/test/server_context_test_spouse.h"
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

class CallInterceptorsTest : public testing::Test {
 protected:
  explicit CallInterceptorsTest(telemetry::LogLevel least = telemetry::LogLevel::kDebug)
      : log_(LevelOptions(least), &sink_) {}

  // A call as the dispatcher opens it: begun, and admitted where it was not refused. Its
  // first error, OK without one, goes to `refusal`.
  Call Open(CallInterceptors& interceptors, Method method, absl::Status* refusal = nullptr) {
    Call call = interceptors.NewCall(method, &context_);
    absl::Status status = interceptors.Begin(call);
    if (status.ok()) status = interceptors.Admit(call, 0);
    if (refusal != nullptr) {
      *refusal = status;
    } else {
      EXPECT_TRUE(status.ok()) << status;
    }
    return call;
  }

  // The metrics whose name begins with `prefix`.
  static std::string MetricsOf(const CallInterceptors& interceptors, const std::string& prefix) {
    telemetry::MetricSet set;
    set.Add(
        [&interceptors](telemetry::MetricFamilies& families) { interceptors.Collect(families); });
    return test::MetricLines(set.Text(), prefix);
  }

  test::CapturedLog sink_;
  telemetry::Log log_;
  grpc::CallbackServerContext context_;
};

TEST_F(CallInterceptorsTest, LogsMethodCodeAndTimeAndNothingOfTheError) {
  {
    telemetry::LogWriter writer(&sink_);
    telemetry::CallLog call_log(&log_, telemetry::LogLevel::kDebug, &writer);
    InterceptorOptions options;
    options.call_log = &call_log;
    CallInterceptors interceptors(options, &log_);
    FieldFaults faults;
    faults.Add("identity.work_email", "is no address");
    Open(interceptors, Method::kCheckPermissions).Close(faults.ToStatus());
  }
  EXPECT_THAT(
      sink_.lines(),
      ElementsAre(AllOf(HasSubstr(R"("level":"debug","message":"call",)"
                                  R"("method":"linkstat.v1.LinkingService/CheckPermissions",)"
                                  R"("code":"INVALID_ARGUMENT","milliseconds":)"),
                        Not(HasSubstr("work_email")))));
}

class QuietCallInterceptorsTest : public CallInterceptorsTest {
 protected:
  QuietCallInterceptorsTest() : CallInterceptorsTest(telemetry::LogLevel::kInfo) {}
};

TEST_F(QuietCallInterceptorsTest, LogsNothingOfACallBelowTheLogsLevel) {
  {
    telemetry::LogWriter writer(&sink_);
    telemetry::CallLog call_log(&log_, telemetry::LogLevel::kDebug, &writer);
    InterceptorOptions options;
    options.call_log = &call_log;
    CallInterceptors interceptors(options, &log_);
    EXPECT_TRUE(Open(interceptors, Method::kGetCatalog).Close(absl::OkStatus()).ok());
  }
  EXPECT_THAT(sink_.lines(), IsEmpty());
}

TEST_F(QuietCallInterceptorsTest, LogsEachCallAtTheLevelOfItsLines) {
  {
    telemetry::LogWriter writer(&sink_);
    telemetry::CallLog call_log(&log_, telemetry::LogLevel::kInfo, &writer);
    InterceptorOptions options;
    options.call_log = &call_log;
    CallInterceptors interceptors(options, &log_);
    Open(interceptors, Method::kGetCatalog).Close(absl::OkStatus());
    Open(interceptors, Method::kDiffCatalog).Close(absl::OkStatus());
  }
  EXPECT_THAT(sink_.lines(),
              ElementsAre(HasSubstr(R"("level":"info","message":"call",)"
                                    R"("method":"linkstat.v1.CatalogService/GetCatalog",)"),
                          HasSubstr(R"("method":"linkstat.v1.CatalogService/DiffCatalog",)")));
}

TEST_F(QuietCallInterceptorsTest, LogsWhyACallFailedByTheAgentsFault) {
  CallInterceptors interceptors({}, &log_);
  const grpc::Status status =
      Open(interceptors, Method::kGetCatalog).Close(absl::DataLossError("torn page"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(sink_.lines(),
              ElementsAre(HasSubstr(R"("level":"error","message":"internal fault",)"
                                    R"("method":"linkstat.v1.CatalogService/GetCatalog",)"
                                    R"("fault":"torn page")")));
}

TEST_F(CallInterceptorsTest, CountsHowCallsEnd) {
  CallInterceptors interceptors({}, &log_);
  Open(interceptors, Method::kGetCatalog).Close(absl::OkStatus());
  Open(interceptors, Method::kGetCatalog).Close(MalformedMessage("", "is none"));
  Open(interceptors, Method::kWatchCatalog).CallerLeft();
  EXPECT_EQ(
      MetricsOf(interceptors, "grpc_server_handled_total"),
      R"(grpc_server_handled_total{grpc_type="unary",grpc_service="linkstat.v1.CatalogService",grpc_method="GetCatalog",grpc_code="OK"} 1
grpc_server_handled_total{grpc_type="unary",grpc_service="linkstat.v1.CatalogService",grpc_method="GetCatalog",grpc_code="INVALID_ARGUMENT"} 1
grpc_server_handled_total{grpc_type="stream",grpc_service="linkstat.v1.CatalogService",grpc_method="WatchCatalog",grpc_code="CANCELLED"} 1
)");
}

TEST_F(CallInterceptorsTest, CountsWhatWasDecided) {
  CallInterceptors interceptors({}, &log_);
  Call call = Open(interceptors, Method::kCheckPermissions);
  call.notes().decisions.Add(v1::VERDICT_NOT_SATISFIED, 3);
  call.Close(absl::OkStatus());
  EXPECT_EQ(MetricsOf(interceptors, "linkstat_checks_total"),
            R"(linkstat_checks_total{verdict="SATISFIED"} 0
linkstat_checks_total{verdict="NOT_SATISFIED"} 1
linkstat_checks_total{verdict="INDETERMINATE"} 0
)");
  EXPECT_EQ(MetricsOf(interceptors, "linkstat_unrecognized"),
            "linkstat_unrecognized_names_total 3\n");
}

TEST_F(CallInterceptorsTest, RejectsACallTooManyWithARetryDelay) {
  InterceptorOptions options;
  options.limits.calls = 1;
  CallInterceptors interceptors(options, &log_);
  Call first = Open(interceptors, Method::kGetCatalog);
  absl::Status refusal;
  Call second = Open(interceptors, Method::kGetCatalog, &refusal);
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(test::ReasonOf(refusal), "OVERLOADED");
  EXPECT_TRUE(refusal.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  second.Close(refusal);
  // The refused call gave nothing back.
  absl::Status still_full;
  Open(interceptors, Method::kGetCatalog, &still_full).Close(still_full);
  EXPECT_EQ(test::ReasonOf(still_full), "OVERLOADED");
  first.Close(absl::OkStatus());
  Open(interceptors, Method::kGetCatalog).Close(absl::OkStatus());
  EXPECT_EQ(MetricsOf(interceptors, "linkstat_calls_refused_total{limit=\"calls\""),
            "linkstat_calls_refused_total{limit=\"calls\"} 2\n");
}

TEST_F(CallInterceptorsTest, ACallWhoseRequestWasNotReadTakesNoCapacity) {
  InterceptorOptions options;
  options.limits.calls = 1;
  CallInterceptors interceptors(options, &log_);
  Call slow = interceptors.NewCall(Method::kGetCatalog, &context_);
  EXPECT_TRUE(interceptors.Begin(slow).ok());
  Open(interceptors, Method::kGetCatalog).Close(absl::OkStatus());
  slow.CallerLeft();
  Open(interceptors, Method::kGetCatalog).Close(absl::OkStatus());
}

TEST_F(CallInterceptorsTest, NeverRejectsHealthUnderLoad) {
  InterceptorOptions options;
  options.limits = {0, 0, 0, 0};
  CallInterceptors interceptors(options, &log_);
  for (const Method method : {Method::kHealthCheck, Method::kHealthWatch}) {
    Open(interceptors, method).Close(absl::OkStatus());
  }
}

TEST_F(CallInterceptorsTest, RejectsARequestOverTheBoundOfItsMethod) {
  CallInterceptors interceptors({}, &log_);
  Call call = interceptors.NewCall(Method::kGetLinkedAccount, &context_);
  EXPECT_TRUE(interceptors.Begin(call).ok());
  EXPECT_TRUE(interceptors.Admit(call, kMaxSmallRequestSize).ok());
  call.Close(absl::OkStatus());
  Call large = interceptors.NewCall(Method::kGetLinkedAccount, &context_);
  EXPECT_TRUE(interceptors.Begin(large).ok());
  const absl::Status refusal = interceptors.Admit(large, kMaxSmallRequestSize + 1);
  EXPECT_EQ(refusal.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(refusal.message(), "the request is larger than 65536 bytes");
  EXPECT_EQ(test::ReasonOf(refusal), "REQUEST_TOO_LARGE");
  large.Close(refusal);
  EXPECT_EQ(MetricsOf(interceptors, "linkstat_calls_in_flight"), "linkstat_calls_in_flight 0\n");
}

// The lines of an audit of what `act` does with interceptors.
template <typename Act>
std::string Audited(const telemetry::Log* log, const Act& act) {
  std::string lines;
  {
    telemetry::AuditOptions audit_options;
    audit_options.append = [&lines](absl::string_view line) {
      absl::StrAppend(&lines, line);
      return absl::OkStatus();
    };
    // Its end writes what waits.
    telemetry::Audit audit(std::move(audit_options));
    InterceptorOptions options;
    options.audit = &audit;
    CallInterceptors interceptors(options, log);
    act(interceptors);
  }
  return lines;
}

TEST_F(CallInterceptorsTest, WithoutAPolicyEndsACallOfAnUnknownMethodAsUnimplemented) {
  CallInterceptors interceptors({}, &log_);
  EXPECT_EQ(interceptors.EndUnknown(context_).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(MetricsOf(interceptors, "linkstat_other_methods_refused_total"),
            "linkstat_other_methods_refused_total 0\n");
}

TEST_F(CallInterceptorsTest, AuditsACallWhenItEnds) {
  const std::string audited = Audited(&log_, [&](CallInterceptors& interceptors) {
    Open(interceptors, Method::kDeleteLinkedAccount).Close(absl::OkStatus());
  });
  EXPECT_THAT(audited,
              HasSubstr(R"("message":"change",)"
                        R"("method":"linkstat.v1.LinkedAccountService/DeleteLinkedAccount",)"
                        R"("code":"OK"})"));
}

TEST_F(CallInterceptorsTest, CountsCallsWhenTheyBegin) {
  CallInterceptors interceptors({}, &log_);
  Call call = Open(interceptors, Method::kGetCatalog);
  EXPECT_EQ(
      MetricsOf(interceptors, "grpc_server_started_total"),
      R"(grpc_server_started_total{grpc_type="unary",grpc_service="linkstat.v1.CatalogService",grpc_method="GetCatalog"} 1
)");
  call.Close(absl::OkStatus());
}

TEST_F(CallInterceptorsTest, ReturnsTheStatusThatACallIsClosedWith) {
  CallInterceptors interceptors({}, &log_);
  const grpc::Status made(grpc::StatusCode::NOT_FOUND, "no such account", "details");
  const grpc::Status closed = Open(interceptors, Method::kGetLinkedAccount).CloseWith(made);
  EXPECT_EQ(closed.error_code(), made.error_code());
  EXPECT_EQ(closed.error_message(), made.error_message());
  EXPECT_EQ(closed.error_details(), made.error_details());
  EXPECT_EQ(Open(interceptors, Method::kWatchCatalog).CallerLeft().error_code(),
            grpc::StatusCode::CANCELLED);
}

// A call with the ids of its caller's logs and traces.
class TaggedCallTest : public CallInterceptorsTest {
 protected:
  TaggedCallTest() {
    spouse_.AddClientMetadata("x-request-id", "req-7");
    spouse_.AddClientMetadata("traceparent",
                              "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  }

  grpc::ServerContext tagged_;
  grpc::testing::ServerContextTestSpouse spouse_{&tagged_};
};

TEST_F(TaggedCallTest, IsLoggedWithItsIds) {
  {
    telemetry::LogWriter writer(&sink_);
    telemetry::CallLog call_log(&log_, telemetry::LogLevel::kDebug, &writer);
    InterceptorOptions options;
    options.call_log = &call_log;
    CallInterceptors interceptors(options, &log_);
    Call call = interceptors.NewCall(Method::kGetCatalog, &tagged_);
    EXPECT_TRUE(interceptors.Begin(call).ok());
    call.Close(absl::OkStatus());
  }
  EXPECT_THAT(sink_.lines(),
              ElementsAre(HasSubstr(R"("request_id":"req-7",)"
                                    R"("trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",)"
                                    R"("parent_span_id":"00f067aa0ba902b7"})")));
}

TEST_F(TaggedCallTest, ReturnsItsRequestIdWhenItBegins) {
  CallInterceptors interceptors({}, &log_);
  Call call = interceptors.NewCall(Method::kGetCatalog, &tagged_);
  EXPECT_TRUE(interceptors.Begin(call).ok());
  EXPECT_THAT(spouse_.GetInitialMetadata(), ElementsAre(testing::Pair("x-request-id", "req-7")));
  call.Close(absl::OkStatus());
}

// Calls whose audit writes no line before the end of the test.
class HeldAuditTest : public CallInterceptorsTest {
 protected:
  ~HeldAuditTest() override { released_->Notify(); }

  void Start(std::chrono::milliseconds patience) {
    telemetry::AuditOptions audit;
    audit.patience = patience;
    audit.append = [released = released_](absl::string_view /*line*/) {
      released->WaitForNotification();
      return absl::OkStatus();
    };
    audit_ = std::make_unique<telemetry::Audit>(std::move(audit));
    InterceptorOptions options;
    options.audit = audit_.get();
    interceptors_ = std::make_unique<CallInterceptors>(options, &log_);
  }

  const std::shared_ptr<absl::Notification> released_ = std::make_shared<absl::Notification>();
  std::unique_ptr<telemetry::Audit> audit_;
  std::unique_ptr<CallInterceptors> interceptors_;
};

TEST_F(HeldAuditTest, ACallWaitsForTheLinesOfItsChangesAndMayThenChangeNothing) {
  Start(std::chrono::milliseconds(200));
  Call call = Open(*interceptors_, Method::kReportServiceAccounts);
  call.RecordChange({});
  call.AwaitAudit();
  EXPECT_EQ(test::ReasonOf(call.MayChange()), "AUDIT_UNAVAILABLE");
  call.CallerLeft();
  Call next = interceptors_->NewCall(Method::kDeleteLinkedAccount, &context_);
  EXPECT_EQ(test::ReasonOf(interceptors_->Begin(next)), "AUDIT_UNAVAILABLE");
  next.CallerLeft();
}

TEST_F(HeldAuditTest, ACallThatChangesNothingDoesNotWait) {
  Start(std::chrono::seconds(5));
  Call change = Open(*interceptors_, Method::kReportServiceAccounts);
  change.RecordChange({});
  Call read = Open(*interceptors_, Method::kGetCatalog);
  read.AwaitAudit();
  // The wait would have made the audit late.
  EXPECT_TRUE(change.MayChange().ok());
  read.CallerLeft();
  change.CallerLeft();
}

}  // namespace
}  // namespace linkstat::rpc
