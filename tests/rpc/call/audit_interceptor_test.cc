#include "agent/rpc/call/audit_interceptor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "agent/base/error.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_details.h"

namespace linkstat::rpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AuditInterceptorTest : public testing::Test {
 protected:
  Call NewCall(Method method) {
    return Call(nullptr, {.method = method,
                          .context = &context_,
                          .begin = {},
                          .identities = {"dns:a", "dns:b"},
                          .request_id = "req-7"});
  }

  void Start(bool changes_only = false) {
    telemetry::AuditOptions options;
    options.changes_only = changes_only;
    options.clock = &clock_;
    options.append = [this](absl::string_view line) {
      lines_.emplace_back(line);
      return absl::OkStatus();
    };
    audit_ = std::make_unique<telemetry::Audit>(std::move(options));
    interceptor_.emplace(audit_.get());
  }

  void End(const Call& call, int code) { interceptor_->End(call, {code, {}}); }

  // Each without what every line begins with.
  std::vector<std::string> Lines() {
    audit_.reset();
    constexpr absl::string_view kBegin =
        R"({"time":"1970-01-01T00:00:00.000Z","level":"info","message":)";
    std::vector<std::string> lines;
    for (const std::string& line : lines_) {
      EXPECT_TRUE(absl::StartsWith(line, kBegin)) << line;
      lines.push_back(line.substr(kBegin.size()));
    }
    return lines;
  }

  grpc::CallbackServerContext context_;
  const test::FakeClock clock_{absl::UnixEpoch()};
  std::vector<std::string> lines_;
  std::unique_ptr<telemetry::Audit> audit_;
  std::optional<AuditInterceptor> interceptor_;
};

TEST_F(AuditInterceptorTest, RecordsAChangeWithItsAccount) {
  Start();
  Call call = NewCall(Method::kCreateLinkedAccount);
  call.notes().account = "acme";
  call.notes().state = v1::LINK_STATE_PENDING;
  call.notes().revision = "r1";
  End(call, grpc::StatusCode::OK);
  EXPECT_THAT(
      Lines(),
      ElementsAre(R"("change","method":"linkstat.v1.LinkedAccountService/CreateLinkedAccount",)"
                  R"("code":"OK","caller":"dns:a","account":"acme","state":"PENDING",)"
                  R"("catalog_revision":"r1","request_id":"req-7"})"
                  "\n"));
}

TEST_F(AuditInterceptorTest, RecordsADecisionByItsVerdict) {
  Start();
  Call call = NewCall(Method::kCheckPermissions);
  call.notes().decisions.Add(v1::VERDICT_NOT_SATISFIED, 2);
  End(call, grpc::StatusCode::OK);
  EXPECT_THAT(Lines(),
              ElementsAre(R"("decision","method":"linkstat.v1.LinkingService/CheckPermissions",)"
                          R"("code":"OK","caller":"dns:a","verdict":"NOT_SATISFIED",)"
                          R"("unrecognized_names":2,"request_id":"req-7"})"
                          "\n"));
}

TEST_F(AuditInterceptorTest, RecordsSeveralDecisionsByTheirNumbers) {
  Start();
  Call call = NewCall(Method::kBatchCheckPermissions);
  call.notes().decisions.Add(v1::VERDICT_SATISFIED, 0);
  call.notes().decisions.Add(v1::VERDICT_SATISFIED, 0);
  call.notes().decisions.Add(v1::VERDICT_INDETERMINATE, 0);
  End(call, grpc::StatusCode::OK);
  EXPECT_THAT(
      Lines(),
      ElementsAre(R"("decision","method":"linkstat.v1.LinkingService/BatchCheckPermissions",)"
                  R"("code":"OK","caller":"dns:a","satisfied":2,"indeterminate":1,)"
                  R"("request_id":"req-7"})"
                  "\n"));
}

TEST_F(AuditInterceptorTest, RecordsADenialOfEachMethod) {
  Start();
  for (const Method method : {Method::kCheckPermissions, Method::kListLinkedAccounts}) {
    End(NewCall(method), grpc::StatusCode::PERMISSION_DENIED);
  }
  // A change that was denied is one that was attempted.
  End(NewCall(Method::kDeleteLinkedAccount), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_THAT(
      Lines(),
      ElementsAre(R"("denial","method":"linkstat.v1.LinkingService/CheckPermissions",)"
                  R"("code":"PERMISSION_DENIED","caller":"dns:a","request_id":"req-7"})"
                  "\n",
                  R"("denial","method":"linkstat.v1.LinkedAccountService/ListLinkedAccounts",)"
                  R"("code":"PERMISSION_DENIED","caller":"dns:a","request_id":"req-7"})"
                  "\n",
                  R"("change","method":"linkstat.v1.LinkedAccountService/DeleteLinkedAccount",)"
                  R"("code":"PERMISSION_DENIED","caller":"dns:a","request_id":"req-7"})"
                  "\n"));
}

TEST_F(AuditInterceptorTest, RecordsNothingOfOtherCalls) {
  Start();
  End(NewCall(Method::kListLinkedAccounts), grpc::StatusCode::OK);
  // It failed before anything was decided.
  End(NewCall(Method::kCheckPermissions), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(AuditInterceptorTest, RecordsNoDecisionsWhereOnlyChangesAreKept) {
  Start(/*changes_only=*/true);
  EXPECT_FALSE(interceptor_->records_decisions());
  Call call = NewCall(Method::kCheckPermissions);
  call.notes().decisions.Add(v1::VERDICT_SATISFIED, 0);
  End(call, grpc::StatusCode::OK);
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(AuditInterceptorTest, RecordsOneOfSeveralChangesOfACall) {
  Start();
  CallSummary change;
  change.account = "b";
  interceptor_->RecordChange(NewCall(Method::kReportServiceAccounts), change);
  EXPECT_THAT(
      Lines(),
      ElementsAre(R"("change","method":"linkstat.v1.LinkedAccountService/ReportServiceAccounts",)"
                  R"("code":"OK","caller":"dns:a","account":"b","request_id":"req-7"})"
                  "\n"));
}

TEST_F(AuditInterceptorTest, RecordsTheDenialOfAnUnknownMethodWithoutItsName) {
  Start();
  interceptor_->RecordUnknown("dns:a");
  interceptor_->RecordUnknown("");
  EXPECT_THAT(Lines(), ElementsAre(R"("denial","code":"PERMISSION_DENIED","caller":"dns:a"})"
                                   "\n",
                                   R"("denial","code":"PERMISSION_DENIED"})"
                                   "\n"));
}

TEST_F(AuditInterceptorTest, RejectsChangesAndNothingElseWhileTheAuditIsBehind) {
  telemetry::AuditOptions options;
  // Every line is late at once.
  options.patience = std::chrono::milliseconds(-1);
  options.end_patience = std::chrono::milliseconds(0);
  options.append = [](absl::string_view /*line*/) { return absl::DataLossError("disk full"); };
  telemetry::Audit audit(std::move(options));
  const AuditInterceptor interceptor(&audit);
  interceptor.RecordUnknown("dns:a");
  const absl::Status refusal = interceptor.MayChange(NewCall(Method::kDeleteLinkedAccount));
  EXPECT_EQ(refusal.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(test::ReasonOf(refusal), "AUDIT_UNAVAILABLE");
  EXPECT_TRUE(interceptor.MayChange(NewCall(Method::kCheckPermissions)).ok());
}

TEST_F(AuditInterceptorTest, WithoutAnAuditLetsEveryChangePass) {
  const AuditInterceptor interceptor(nullptr);
  const Call call = NewCall(Method::kDeleteLinkedAccount);
  EXPECT_TRUE(interceptor.MayChange(call).ok());
  interceptor.End(call, {grpc::StatusCode::OK, {}});
  interceptor.RecordChange(call, {});
  interceptor.AwaitWritten(call);
  EXPECT_FALSE(interceptor.records_decisions());
}

}  // namespace
}  // namespace linkstat::rpc
