#include "agent/telemetry/library_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>

#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"
#include "tests/support/captured_log.h"

namespace linkstat::telemetry {
namespace {

using testing::HasSubstr;

struct Routed {
  explicit Routed(const LogOptions& options) : log(options, &sink) {}

  test::CapturedLog sink;
  const Log log;
};

// The libraries' hooks stay set, so the log must live as long as the program.
const test::CapturedLog& RoutedLog(LogLevel least) {
  static auto& kept = *new std::list<Routed>();
  LogOptions options;
  options.least = least;
  Routed& routed = kept.emplace_back(options);
  RouteLibraryLogs(&routed.log);
  return routed.sink;
}

TEST(LibraryLog, TakesGrpcErrorsAtDebugLevel) {
  const test::CapturedLog& log = RoutedLog(LogLevel::kDebug);
  gpr_log("/build/src/core/transport.cc", 12, GPR_LOG_SEVERITY_ERROR, "peer %d is gone", 7);
  EXPECT_THAT(log.WaitFor("transport.cc"),
              HasSubstr(R"("level":"debug","message":"library","library":"grpc",)"
                        R"("place":"transport.cc:12","text":"peer 7 is gone")"));
}

TEST(LibraryLog, TakesProtobufErrorsAtDebugLevel) {
  const test::CapturedLog& log = RoutedLog(LogLevel::kDebug);
  GOOGLE_LOG(ERROR) << "a bad string";
  EXPECT_THAT(log.WaitFor("a bad string"),
              HasSubstr(R"("level":"debug","message":"library","library":"protobuf")"));
}

TEST(LibraryLog, KeepsTheLibrariesOutOfALogWithoutDebugLines) {
  const test::CapturedLog& log = RoutedLog(LogLevel::kInfo);
  gpr_log("transport.cc", 12, GPR_LOG_SEVERITY_ERROR, "peer is gone");
  GOOGLE_LOG(ERROR) << "a bad string";
  EXPECT_THAT(log.lines(), testing::IsEmpty());
}

}  // namespace
}  // namespace linkstat::telemetry
