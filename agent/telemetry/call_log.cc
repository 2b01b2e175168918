#include "agent/telemetry/call_log.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "agent/base/mutex.h"

namespace linkstat::telemetry {
namespace {

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

// A record and the sizes of its texts.
struct Entry {
  std::chrono::steady_clock::time_point end;
  std::chrono::nanoseconds took;
  absl::string_view method;
  absl::string_view code;
  std::array<uint32_t, kTexts.size()> sizes;
};

// Records without their texts, and those one after another.
struct Batch {
  size_t bytes() const { return entries.size() * sizeof(Entry) + texts.size(); }

  std::vector<Entry> entries;
  std::string texts;
};

}  // namespace

// Records that wait for the writer's thread, and those that it makes lines of.
class CallLog::Records final : public LineSource {
 public:
  enum class Added { kFirst, kMore, kFull, kLost };

  Records(const Log& log, LogLevel level) : log_(log), level_(level) {}

  Added Add(const CallRecord& call) {
    const MutexLock lock(&mutex_);
    const size_t before = waiting_.bytes();
    if (before >= kMaxWaiting) return Added::kLost;
    Entry& entry =
        waiting_.entries.emplace_back(Entry{call.end, call.took, call.method, call.code, {}});
    for (size_t i = 0; i < kTexts.size(); ++i) {
      const absl::string_view text = call.*kTexts[i].text;
      entry.sizes[i] = static_cast<uint32_t>(text.size());
      waiting_.texts.append(text.data(), text.size());
    }
    if (before < kFull && waiting_.bytes() >= kFull) return Added::kFull;
    return before == 0 ? Added::kFirst : Added::kMore;
  }

  bool AppendTo(std::string& lines) override {
    if (batch_.entries.empty()) Take();
    const absl::Time now = log_.clock().Now();
    const auto steady_now = SteadyNow();
    while (next_ < batch_.entries.size() && lines.size() < kFull) {
      const Entry& entry = batch_.entries[next_++];
      AppendLine(entry, now - absl::FromChrono(steady_now - entry.end), lines);
    }
    const bool more = next_ < batch_.entries.size();
    if (!more) Clear();
    return more;
  }

 private:
  void Take() {
    const MutexLock lock(&mutex_);
    std::swap(batch_, waiting_);
  }

  void Clear() {
    // Memory that a slow reader made necessary is given back.
    if (batch_.bytes() > 2 * kFull) batch_ = {};
    batch_.entries.clear();
    batch_.texts.clear();
    next_ = next_text_ = 0;
  }

  void AppendLine(const Entry& entry, absl::Time end, std::string& lines) {
    LogFields fields = {
        {"method", entry.method}, {"code", entry.code}, {"milliseconds", entry.took}};
    for (size_t i = 0; i < kTexts.size(); ++i) {
      const absl::string_view text(batch_.texts.data() + next_text_, entry.sizes[i]);
      if (!text.empty()) fields.emplace_back(kTexts[i].name, text);
      next_text_ += text.size();
    }
    log_.AppendLine(end, level_, "call", fields, lines);
  }

  const Log log_;
  const LogLevel level_;
  Mutex mutex_;
  Batch waiting_ ABSL_GUARDED_BY(mutex_);
  // Of the writer's thread: what it makes lines of, and how far it is.
  Batch batch_;
  size_t next_ = 0;
  size_t next_text_ = 0;
};

CallLog::CallLog(const Log* log, LogLevel level, LogWriter* writer)
    : writes_(log->Writes(level)),
      writer_(writer),
      records_(std::make_shared<Records>(*log, level)) {
  writer_->Add(records_);
}

void CallLog::Add(const CallRecord& call) {
  if (!Writes()) return;
  const Records::Added added = records_->Add(call);
  if (added == Records::Added::kMore) return;
  if (added == Records::Added::kLost) {
    writer_->CountLost();
  } else {
    writer_->Wake(added == Records::Added::kFull);
  }
}

}  // namespace linkstat::telemetry
