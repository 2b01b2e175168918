#include "agent/telemetry/audit.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

namespace linkstat::telemetry {
namespace {

using std::chrono::steady_clock;

// How long after a failure a line is tried again.
constexpr auto kRetryPause = std::chrono::milliseconds(100);

absl::Status NotKeepingUp() { return absl::DeadlineExceededError("its reader does not keep up"); }

}  // namespace

// What the thread and the object share.
struct Audit::State {
  struct Line {
    std::string text;
    steady_clock::time_point since;
  };

  explicit State(AuditOptions given) : options(std::move(given)) {}

  void Run();

  // With the mutex held.
  bool Behind() const {
    return failing || (options.refuse_changes && HalfFull()) ||
           (!waiting.empty() && steady_clock::now() - waiting.front().since > options.patience);
  }
  bool HalfFull() const {
    return waiting.size() >= kMaxWaiting / 2 || waiting_bytes >= kMaxWaitingBytes / 2;
  }
  void Add(absl::string_view text, bool is_change);
  void Written();
  void Failed(const absl::Status& status);
  void TellHealth(const absl::Status& status);

  const AuditOptions options;
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable changed;
  // The first one is being written. Only the thread takes lines out.
  std::deque<Line> waiting;
  size_t waiting_bytes = 0;
  // Lines that came to wait since the start.
  uint64_t added = 0;
  uint64_t written = 0;
  uint64_t failures = 0;
  uint64_t lost = 0;
  bool failing = false;
  bool healthy = true;
  bool stop = false;
  bool ended = false;
  // Nobody waits for the thread any more.
  bool given_up = false;
};

void Audit::State::Run() {
  std::unique_lock lock(mutex);
  for (;;) {
    wake.wait(lock, [this] { return stop || !waiting.empty(); });
    if (waiting.empty()) break;
    const bool last_try = stop;
    // Stays where it is while others are added behind it.
    const std::string& line = waiting.front().text;
    lock.unlock();
    const absl::Status status = options.append(line);
    lock.lock();
    if (given_up) return;
    if (status.ok()) {
      Written();
    } else {
      Failed(status);
      if (last_try) break;
      wake.wait_for(lock, kRetryPause, [this] { return stop; });
    }
  }
  ended = true;
  changed.notify_all();
}

// With refuse_changes, the second half of the room is for the lines of changes that are
// under way when the first half is full: none of them is answered without a line.
void Audit::State::Add(absl::string_view text, bool is_change) {
  const bool reserved = options.refuse_changes && !is_change && HalfFull();
  if (reserved || waiting.size() == kMaxWaiting || waiting_bytes + text.size() > kMaxWaitingBytes) {
    ++lost;
  } else {
    waiting.push_back({std::string(text), steady_clock::now()});
    waiting_bytes += text.size();
    ++added;
    if (waiting.size() == 1) wake.notify_one();
  }
  // The thread itself cannot tell while its write does not return.
  if (healthy && Behind()) {
    TellHealth(NotKeepingUp());
  }
}

void Audit::State::Written() {
  waiting_bytes -= waiting.front().text.size();
  waiting.pop_front();
  ++written;
  failing = false;
  if (!healthy && !Behind()) TellHealth(absl::OkStatus());
  changed.notify_all();
}

void Audit::State::Failed(const absl::Status& status) {
  ++failures;
  failing = true;
  TellHealth(status);
  changed.notify_all();
}

void Audit::State::TellHealth(const absl::Status& status) {
  if (std::exchange(healthy, status.ok()) != healthy && options.health_changed) {
    options.health_changed(status);
  }
}

// Where the log that gives a line its form puts it.
class Audit::Sink final : public LogSink {
 public:
  Sink(State* state, bool is_change) : state_(state), is_change_(is_change) {}

  void Write(absl::string_view line) override {
    const std::lock_guard lock(state_->mutex);
    state_->Add(line, is_change_);
  }

 private:
  State* const state_;
  const bool is_change_;
};

Audit::Audit(AuditOptions options) : state_(std::make_shared<State>(std::move(options))) {
  std::thread([state = state_] { state->Run(); }).detach();
}

Audit::~Audit() {
  std::unique_lock lock(state_->mutex);
  state_->stop = true;
  state_->wake.notify_one();
  state_->given_up = !state_->changed.wait_for(lock, state_->options.end_patience,
                                               [this] { return state_->ended; });
  if (!state_->waiting.empty() && state_->options.health_changed) {
    state_->options.health_changed(absl::DataLossError(
        absl::StrCat("lines that waited until the end are lost: ", state_->waiting.size())));
  }
}

bool Audit::changes_only() const { return state_->options.changes_only; }

bool Audit::MayChange() const {
  if (!state_->options.refuse_changes) return true;
  const std::lock_guard lock(state_->mutex);
  return !state_->Behind();
}

void Audit::Record(absl::string_view event, const LogFields& fields) {
  Sink sink(state_.get(), event == "change");
  LogOptions options;
  options.clock = state_->options.clock;
  Log(options, &sink).Info(event, fields);
}

void Audit::AwaitWritten() const {
  if (!state_->options.refuse_changes) return;
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, state_->options.patience, [this, last = state_->added] {
    return state_->written >= last || state_->Behind();
  });
  if (state_->healthy && state_->Behind()) state_->TellHealth(NotKeepingUp());
}

void Audit::Collect(MetricFamilies& families) const {
  const std::lock_guard lock(state_->mutex);
  AddCounter("linkstat_audit_lines_total", "Lines written to the audit.",
             static_cast<double>(state_->written), families);
  AddCounter("linkstat_audit_failures_total", "Tries to write to the audit that failed.",
             static_cast<double>(state_->failures), families);
  AddCounter("linkstat_audit_lines_lost_total", "Lines that could never be written to the audit.",
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
