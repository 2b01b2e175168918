// What metrics and the log add to a call. Times are of one call.

#include <benchmark/benchmark.h>
#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "agent/base/file_descriptor.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/log_sink.h"
#include "agent/telemetry/log_writer.h"
#include "grpcpp/support/status.h"

namespace linkstat::telemetry {
namespace {

using Time = std::chrono::steady_clock;

// As the interceptors count a check, at the log's level as shipped.
void BM_CountCall(benchmark::State& state) {
  static auto* const calls =
      new CallMetrics({{"linkstat.v1.LinkingService", "CheckPermissions", false}});
  static auto* const decisions = new DecisionMetrics();
  static auto* const sink = new FdSink(-1);
  static const auto* const log = new Log({}, sink);
  DecisionCounts counts;
  counts.Add(v1::VERDICT_SATISFIED, 0);
  for (auto _ : state) {
    const Time::time_point begin = Time::now();
    calls->Began(0);
    decisions->Add(counts);
    calls->Ended(0, grpc::StatusCode::OK, Time::now() - begin);
    benchmark::DoNotOptimize(log->Writes(LogLevel::kDebug));
  }
}
BENCHMARK(BM_CountCall)->Threads(1)->Threads(2);

// Writes to nowhere, and tells how much of it.
class CountingSink final : public LogSink {
 public:
  void Write(absl::string_view lines) override {
    out_.Write(lines);
    written_ += std::count(lines.begin(), lines.end(), '\n');
    written_.notify_one();
  }

  void WaitFor(int64_t lines) {
    for (int64_t now = written_; now < lines; now = written_) written_.wait(now);
  }

 private:
  const FileDescriptor file_{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  FdSink out_{file_.get()};
  std::atomic<int64_t> written_{0};
};

// A line from the interceptors to the file, where lines of calls are asked for; as many are
// written together as in an agent under load.
void BM_LineOfCall(benchmark::State& state) {
  constexpr int64_t kTogether = 1'024;
  CountingSink out;
  LogWriter writer(&out);
  const Log log({}, &writer);
  CallLog calls(&log, LogLevel::kInfo, &writer);
  int64_t added = 0;
  while (state.KeepRunningBatch(kTogether)) {
    for (int64_t i = 0; i < kTogether; ++i) {
      calls.Add({.end = Time::now(),
                 .took = std::chrono::nanoseconds(12'345),
                 .method = "linkstat.v1.LinkingService/CheckPermissions",
                 .code = "OK"});
    }
    out.WaitFor(added += kTogether);
  }
}
BENCHMARK(BM_LineOfCall)->MeasureProcessCPUTime();

}  // namespace
}  // namespace linkstat::telemetry
