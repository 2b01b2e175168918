#include "agent/rpc/call_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/base/error.h"
#include "tests/support/captured_log.h"

namespace linkstat::rpc {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

telemetry::LogOptions LevelOptions(telemetry::LogLevel least) {
  telemetry::LogOptions options;
  options.least = least;
  return options;
}

TEST(CallRecord, LogsMethodCodeAndTimeAtDebugLevel) {
  test::CapturedLog sink;
  const telemetry::Log log(LevelOptions(telemetry::LogLevel::kDebug), &sink);
  FieldFaults faults;
  faults.Add("identity.work_email", "is no address");
  CallRecord(&log, "a.B/C").Close(faults.ToStatus());
  EXPECT_THAT(sink.lines(),
              ElementsAre(AllOf(HasSubstr(R"("level":"debug","message":"call","method":"a.B/C",)"
                                          R"("code":"INVALID_ARGUMENT","milliseconds":)"),
                                Not(HasSubstr("work_email")))));
}

TEST(CallRecord, LogsNothingOfACallAtInfoLevel) {
  test::CapturedLog sink;
  const telemetry::Log log(LevelOptions(telemetry::LogLevel::kInfo), &sink);
  EXPECT_TRUE(CallRecord(&log, "a.B/C").Close(absl::OkStatus()).ok());
  EXPECT_THAT(sink.lines(), IsEmpty());
}

TEST(CallRecord, LogsWhyACallFailedByTheAgentsFault) {
  test::CapturedLog sink;
  const telemetry::Log log(LevelOptions(telemetry::LogLevel::kInfo), &sink);
  const grpc::Status status = CallRecord(&log, "a.B/C").Close(absl::DataLossError("torn page"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(sink.lines(), ElementsAre(HasSubstr(R"("level":"error","message":"internal fault",)"
                                                  R"("method":"a.B/C","fault":"torn page")")));
}

}  // namespace
}  // namespace linkstat::rpc
