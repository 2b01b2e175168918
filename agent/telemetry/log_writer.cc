#include "agent/telemetry/log_writer.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "agent/base/mutex.h"

namespace linkstat::telemetry {
namespace {

// How long lines of sources may wait for others.
constexpr absl::Duration kPause = absl::Milliseconds(20);
// Memory above this, which a slow reader made necessary, is given back.
constexpr size_t kUsualSize = 128 << 10;

}  // namespace

// What the thread and the object share.
struct LogWriter::State {
  explicit State(LogSink* sink) : out(sink) {}

  // Writes all that waits.
  void Run() ABSL_LOCKS_EXCLUDED(mutex);
  void WriteRound(const std::vector<std::shared_ptr<LineSource>>& all) ABSL_LOCKS_EXCLUDED(mutex);

  LogSink* const out;
  std::atomic<uint64_t> lost{0};
  // Nothing more may be written.
  std::atomic<bool> given_up{false};

  Mutex mutex;
  CondVar round_done;
  std::string waiting ABSL_GUARDED_BY(mutex);
  std::vector<std::shared_ptr<LineSource>> sources ABSL_GUARDED_BY(mutex);
  // Each round takes all that waits when it begins.
  uint64_t rounds_begun ABSL_GUARDED_BY(mutex) = 0;
  uint64_t rounds_done ABSL_GUARDED_BY(mutex) = 0;
  // Of the thread: what was taken from `waiting`.
  std::string lines;
};

void LogWriter::State::Run() {
  if (given_up) return;
  std::vector<std::shared_ptr<LineSource>> all;
  {
    const MutexLock lock(&mutex);
    ++rounds_begun;
    std::swap(lines, waiting);
    all = sources;
  }
  WriteRound(all);
  const MutexLock lock(&mutex);
  ++rounds_done;
  round_done.SignalAll();
}

void LogWriter::State::WriteRound(const std::vector<std::shared_ptr<LineSource>>& all) {
  if (!lines.empty()) out->Write(lines);
  for (const std::shared_ptr<LineSource>& source : all) {
    bool more = true;
    while (more && !given_up) {
      lines.clear();
      more = source->AppendTo(lines);
      if (!lines.empty()) out->Write(lines);
    }
  }
  if (lines.capacity() > kUsualSize) lines = {};
  lines.clear();
}

LogWriter::LogWriter(LogSink* out, std::chrono::milliseconds patience)
    : patience_(patience),
      state_(std::make_shared<State>(out)),
      thread_({.name = "log", .first = absl::InfiniteDuration()}, [state = state_](bool /*woken*/) {
        state->Run();
        return absl::InfiniteDuration();
      }) {}

LogWriter::~LogWriter() {
  if (!thread_.Finish(absl::FromChrono(patience_))) state_->given_up = true;
}

void LogWriter::Write(absl::string_view lines) {
  const MutexLock lock(&state_->mutex);
  if (state_->waiting.size() + lines.size() > kMaxWaiting) {
    state_->lost += static_cast<uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
    return;
  }
  const bool first = state_->waiting.empty();
  state_->waiting.append(lines.data(), lines.size());
  if (first) thread_.Wake();
}

void LogWriter::Drain() {
  const SteadyTime end = SteadyNow() + patience_;
  const MutexLock lock(&state_->mutex);
  const uint64_t last = state_->rounds_begun + 1;
  thread_.Wake();
  while (!state_->given_up && state_->rounds_done < last) {
    const bool late = state_->round_done.WaitUntil(&state_->mutex, end);
    if (late && state_->rounds_done < last) state_->given_up = true;
  }
}

uint64_t LogWriter::lost() const { return state_->lost + state_->out->lost(); }

void LogWriter::Add(std::shared_ptr<LineSource> source) {
  const MutexLock lock(&state_->mutex);
  state_->sources.push_back(std::move(source));
}

void LogWriter::Wake(bool at_once) { thread_.Wake(at_once ? absl::ZeroDuration() : kPause); }

void LogWriter::CountLost() { ++state_->lost; }

}  // namespace linkstat::telemetry
