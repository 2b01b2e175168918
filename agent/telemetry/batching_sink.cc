#include "agent/telemetry/batching_sink.h"

#include <chrono>

namespace linkstat::telemetry {
namespace {

// How long a line may wait for others.
constexpr auto kPause = std::chrono::milliseconds(20);
// With so many bytes, lines do not wait.
constexpr size_t kFull = BatchingSink::kMaxWaiting / 4;

}  // namespace

BatchingSink::~BatchingSink() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void BatchingSink::Write(absl::string_view lines) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() + lines.size() > kMaxWaiting) {
    ++lost_;
    return;
  }
  const size_t before = waiting_.size();
  waiting_.append(lines.data(), lines.size());
  if (before == 0 || (before < kFull && waiting_.size() >= kFull)) wake_.notify_one();
}

void BatchingSink::Run() {
  std::string batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    wake_.wait_for(lock, kPause, [this] { return stop_ || waiting_.size() >= kFull; });
    batch.swap(waiting_);
    lock.unlock();
    out_->Write(batch);
    batch.clear();
    lock.lock();
  }
}

void BatchingSink::Collect(MetricFamilies& families) const {
  const std::lock_guard lock(mutex_);
  AddCounter("linkstat_log_lines_lost_total",
             "Lines of calls lost because whoever reads the log does not keep up.",
             static_cast<double>(lost_), families);
}

}  // namespace linkstat::telemetry
