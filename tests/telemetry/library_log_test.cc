#include "agent/telemetry/library_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <list>

#include "google/protobuf/stubs/common.h"
#include "grpc/support/log.h"
#include "grpcpp/version_info.h"
#include "tests/support/captured_log.h"

#if GOOGLE_PROTOBUF_VERSION < 4022000
#include "google/protobuf/stubs/logging.h"
#else
#include "absl/log/log.h"
#endif

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

// As gRPC itself does.
void LogOfGrpc() {
  constexpr char kFile[] = "/build/src/core/transport.cc";
#if GRPC_CPP_VERSION_MAJOR == 1 && GRPC_CPP_VERSION_MINOR < 65
  gpr_log(kFile, 12, GPR_LOG_SEVERITY_ERROR, "peer %d is gone", 7);
#else
  LOG(ERROR).AtLocation(kFile, 12) << "peer 7 is gone";
#endif
}

// As Protocol Buffers do.
void LogOfProtobuf() {
#if GOOGLE_PROTOBUF_VERSION < 4022000
  GOOGLE_LOG(ERROR) << "a bad string";
#else
  LOG(ERROR).AtLocation("/build/src/google/protobuf/wire.cc", 1) << "a bad string";
#endif
}

TEST(LibraryLog, LogsGrpcErrorsAtDebugLevel) {
  const test::CapturedLog& log = RoutedLog(LogLevel::kDebug);
  LogOfGrpc();
  EXPECT_THAT(log.WaitFor("transport.cc"),
              HasSubstr(R"("level":"debug","message":"library","library":"grpc",)"
                        R"("place":"transport.cc:12","text":"peer 7 is gone")"));
}

TEST(LibraryLog, LogsProtobufErrorsAtDebugLevel) {
  const test::CapturedLog& log = RoutedLog(LogLevel::kDebug);
  LogOfProtobuf();
  EXPECT_THAT(log.WaitFor("a bad string"),
              HasSubstr(R"("level":"debug","message":"library","library":"protobuf")"));
}

TEST(LibraryLog, KeepsTheLibrariesOutOfALogWithoutDebugLines) {
  const test::CapturedLog& log = RoutedLog(LogLevel::kInfo);
  LogOfGrpc();
  LogOfProtobuf();
  EXPECT_THAT(log.lines(), testing::IsEmpty());
}

}  // namespace
}  // namespace linkstat::telemetry
