#include "agent/telemetry/audit.h"

#include <deque>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/mutex.h"
#include "agent/telemetry/json_line.h"

namespace linkstat::telemetry {
namespace {

// How long after a failure a line is tried again.
constexpr absl::Duration kRetryPause = absl::Milliseconds(100);

absl::Status NotKeepingUp() { return absl::DeadlineExceededError("its reader does not keep up"); }

}  // namespace

// What the thread and the object share.
struct Audit::State {
  struct Line {
    std::string text;
    SteadyTime since;
  };

  explicit State(AuditOptions given) : options(std::move(given)) {}

  // Writes what waits, until a write fails. Returns the pause until the next try.
  absl::Duration Run() ABSL_LOCKS_EXCLUDED(mutex);

  bool Behind() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    return failing || (options.refuse_changes && HalfFull()) ||
           (!waiting.empty() && SteadyNow() - waiting.front().since > options.patience);
  }
  bool HalfFull() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    return waiting.size() >= kMaxWaiting / 2 || waiting_bytes >= kMaxWaitingBytes / 2;
  }
  // Returns whether the line is the only one that waits.
  bool Add(std::string text, bool is_change) ABSL_LOCKS_EXCLUDED(mutex);
  void Written() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  void Failed(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  void ReportHealth(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);

  const AuditOptions options;
  Mutex mutex;
  CondVar changed;
  // The first one is being written. Only the thread takes lines out.
  std::deque<Line> waiting ABSL_GUARDED_BY(mutex);
  size_t waiting_bytes ABSL_GUARDED_BY(mutex) = 0;
  // Lines that came to wait since the start.
  uint64_t added ABSL_GUARDED_BY(mutex) = 0;
  uint64_t written ABSL_GUARDED_BY(mutex) = 0;
  uint64_t failures ABSL_GUARDED_BY(mutex) = 0;
  uint64_t lost ABSL_GUARDED_BY(mutex) = 0;
  bool failing ABSL_GUARDED_BY(mutex) = false;
  bool healthy ABSL_GUARDED_BY(mutex) = true;
  // The destructor no longer waits for the thread.
  bool given_up ABSL_GUARDED_BY(mutex) = false;
};

absl::Duration Audit::State::Run() {
  const MutexLock lock(&mutex);
  while (!waiting.empty()) {
    // Stays where it is while others are added behind it.
    const std::string& line = waiting.front().text;
    mutex.Unlock();
    const absl::Status status = options.append(line);
    mutex.Lock();
    if (given_up) break;
    if (!status.ok()) {
      Failed(status);
      return kRetryPause;
    }
    Written();
  }
  return absl::InfiniteDuration();
}

// With refuse_changes, the second half of the capacity is for the lines of changes that are
// in progress when the first half is full: none of them is answered without a line.
bool Audit::State::Add(std::string text, bool is_change) {
  const MutexLock lock(&mutex);
  const bool reserved = options.refuse_changes && !is_change && HalfFull();
  const bool fits = waiting.size() < kMaxWaiting && waiting_bytes + text.size() <= kMaxWaitingBytes;
  if (reserved || !fits) {
    ++lost;
  } else {
    waiting_bytes += text.size();
    waiting.push_back({std::move(text), SteadyNow()});
    ++added;
  }
  // The thread itself cannot report it while its write does not return.
  if (healthy && Behind()) {
    ReportHealth(NotKeepingUp());
  }
  return waiting.size() == 1;
}

void Audit::State::Written() {
  waiting_bytes -= waiting.front().text.size();
  waiting.pop_front();
  ++written;
  failing = false;
  if (!healthy && !Behind()) ReportHealth(absl::OkStatus());
  changed.SignalAll();
}

void Audit::State::Failed(const absl::Status& status) {
  ++failures;
  failing = true;
  ReportHealth(status);
  changed.SignalAll();
}

void Audit::State::ReportHealth(const absl::Status& status) {
  if (std::exchange(healthy, status.ok()) != healthy && options.health_changed) {
    options.health_changed(status);
  }
}

Audit::Audit(AuditOptions options)
    : state_(std::make_shared<State>(std::move(options))),
      thread_({.name = "audit", .first = absl::InfiniteDuration()},
              [state = state_](bool /*woken*/) { return state->Run(); }) {}

Audit::~Audit() {
  const bool ended = thread_.Finish(absl::FromChrono(state_->options.end_patience));
  const MutexLock lock(&state_->mutex);
  state_->given_up = !ended;
  if (!state_->waiting.empty() && state_->options.health_changed) {
    state_->options.health_changed(absl::DataLossError(
        absl::StrCat("lines that waited until the end are lost: ", state_->waiting.size())));
  }
}

bool Audit::changes_only() const { return state_->options.changes_only; }

bool Audit::MayChange() const {
  if (!state_->options.refuse_changes) return true;
  const MutexLock lock(&state_->mutex);
  return !state_->Behind();
}

void Audit::Record(absl::string_view event, const LogFields& fields) {
  std::string line;
  AppendJsonLine(state_->options.clock->Now(), "info", event, fields, line);
  if (state_->Add(std::move(line), event == "change")) thread_.Wake();
}

void Audit::AwaitWritten() const {
  if (!state_->options.refuse_changes) return;
  const SteadyTime end = SteadyNow() + state_->options.patience;
  const MutexLock lock(&state_->mutex);
  const uint64_t last = state_->added;
  while (state_->written < last && !state_->Behind() &&
         !state_->changed.WaitUntil(&state_->mutex, end)) {
  }
  if (state_->healthy && state_->Behind()) state_->ReportHealth(NotKeepingUp());
}

void Audit::Collect(MetricFamilies& families) const {
  const MutexLock lock(&state_->mutex);
  AddCounter("linkstat_audit_lines_total", "Lines written to the audit.",
             static_cast<double>(state_->written), families);
  AddCounter("linkstat_audit_failures_total", "Writes to the audit that failed.",
             static_cast<double>(state_->failures), families);
  AddCounter("linkstat_audit_lines_lost_total", "Lines that were never written to the audit.",
             static_cast<double>(state_->lost), families);
  AddGauge("linkstat_audit_lines_waiting", "Lines that wait to be written to the audit.",
           static_cast<double>(state_->waiting.size()), families);
  AddGauge("linkstat_audit_behind",
           "1 while the last write to the audit failed or its reader does not keep up.",
           state_->Behind() ? 1 : 0, families);
  if (state_->options.reopened == nullptr) return;
  AddCounter("linkstat_audit_file_reopened_total",
             "How often the audit's file was found removed or replaced.",
             static_cast<double>(state_->options.reopened()), families);
}

}  // namespace linkstat::telemetry
