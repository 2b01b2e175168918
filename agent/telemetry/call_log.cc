#include "agent/telemetry/call_log.h"

#include <array>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace linkstat::telemetry {
namespace {

// How long a record may wait for others.
constexpr auto kPause = std::chrono::milliseconds(20);
// With so many bytes, records do not wait; and lines are written. Small enough to
// stay in a core's cache.
constexpr size_t kFull = 64 << 10;

using Text = absl::string_view CallRecord::*;

struct NamedText {
  absl::string_view name;
  Text text;
};

// In the order of a line.
constexpr std::array kTexts = {NamedText{"caller", &CallRecord::caller},
                               NamedText{"request_id", &CallRecord::request_id},
                               NamedText{"trace_id", &CallRecord::trace_id},
                               NamedText{"parent_span_id", &CallRecord::parent_span_id}};

}  // namespace

struct CallLog::Entry {
  std::chrono::steady_clock::time_point end;
  std::chrono::nanoseconds took;
  absl::string_view method;
  absl::string_view code;
  std::array<uint32_t, kTexts.size()> sizes;
};

size_t CallLog::Batch::bytes() const { return entries.size() * sizeof(Entry) + texts.size(); }

CallLog::CallLog(const Log* log, LogLevel level)
    : log_(log), level_(level), thread_([this] { Run(); }) {}

CallLog::~CallLog() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void CallLog::Add(const CallRecord& call) {
  if (!Writes()) return;
  const std::lock_guard lock(mutex_);
  const size_t before = waiting_.bytes();
  if (before >= kMaxWaiting) {
    ++lost_;
    return;
  }
  Entry& entry =
      waiting_.entries.emplace_back(Entry{call.end, call.took, call.method, call.code, {}});
  for (size_t i = 0; i < kTexts.size(); ++i) {
    const absl::string_view text = call.*kTexts[i].text;
    entry.sizes[i] = static_cast<uint32_t>(text.size());
    waiting_.texts.append(text.data(), text.size());
  }
  if (before == 0 || (before < kFull && waiting_.bytes() >= kFull)) wake_.notify_one();
}

void CallLog::Run() {
  Batch batch;
  std::string lines;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stop_ || !waiting_.entries.empty(); });
    if (waiting_.entries.empty()) return;
    wake_.wait_for(lock, kPause, [this] { return stop_ || waiting_.bytes() >= kFull; });
    std::swap(batch, waiting_);
    lock.unlock();
    Write(batch, lines);
    // Memory that a slow reader made necessary is given back.
    if (batch.bytes() > 2 * kFull) batch = {};
    batch.entries.clear();
    batch.texts.clear();
    lock.lock();
  }
}

void CallLog::Write(const Batch& batch, std::string& lines) const {
  const absl::Time now = log_->clock().Now();
  const auto steady_now = std::chrono::steady_clock::now();
  const char* text = batch.texts.data();
  for (const Entry& entry : batch.entries) {
    LogFields fields = {
        {"method", entry.method}, {"code", entry.code}, {"milliseconds", entry.took}};
    for (size_t i = 0; i < kTexts.size(); ++i) {
      const size_t size = entry.sizes[i];
      if (size > 0) fields.emplace_back(kTexts[i].name, absl::string_view(text, size));
      text += size;
    }
    log_->AppendLine(now - absl::FromChrono(steady_now - entry.end), level_, "call", fields, lines);
    if (lines.size() >= kFull) {
      log_->sink()->Write(lines);
      lines.clear();
    }
  }
  if (!lines.empty()) log_->sink()->Write(lines);
  lines.clear();
}

void CallLog::Collect(MetricFamilies& families) const {
  const std::lock_guard lock(mutex_);
  AddCounter("linkstat_log_lines_lost_total",
             "Lines of calls lost because whoever reads the log does not keep up.",
             static_cast<double>(lost_), families);
}

}  // namespace linkstat::telemetry
