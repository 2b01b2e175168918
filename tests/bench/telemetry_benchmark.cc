// What metrics and the log add to a call. Times are of one call.

#include <benchmark/benchmark.h>
#include <fcntl.h>

#include <chrono>

#include "agent/base/file_descriptor.h"
#include "agent/telemetry/batching_sink.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/decision_metrics.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/log_sink.h"
#include "grpcpp/support/status.h"

namespace linkstat::telemetry {
namespace {

using Time = std::chrono::steady_clock;

// As the call gate counts a check, at the log's level as shipped.
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

// A line as the call gate writes it where lines of calls are asked for.
void BM_LineOfCall(benchmark::State& state) {
  static const auto* const file = new FileDescriptor(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  static auto* const out = new FdSink(file->get());
  static auto* const sink = new BatchingSink(out);
  static const auto* const log = new Log({}, sink);
  for (auto _ : state) {
    log->Info("call", {{"method", "linkstat.v1.LinkingService/CheckPermissions"},
                       {"code", "OK"},
                       {"milliseconds", 0.0123}});
  }
}
BENCHMARK(BM_LineOfCall)->Threads(1)->Threads(2)->MeasureProcessCPUTime();

}  // namespace
}  // namespace linkstat::telemetry
