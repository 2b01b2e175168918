#include "agent/telemetry/log_writer.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace linkstat::telemetry {
namespace {

// How long lines of sources may wait for others.
constexpr auto kPause = std::chrono::milliseconds(20);
// Memory above this, which a slow reader made necessary, is given back.
constexpr size_t kUsualSize = 128 << 10;

}  // namespace

// What the thread and the object share.
struct LogWriter::State {
  explicit State(LogSink* sink) : out(sink) {}

  void Run();
  // Without the mutex: writes what was taken from `waiting` and what the sources have.
  void WriteRound(std::string& lines, const std::vector<std::shared_ptr<LineSource>>& all);

  LogSink* const out;
  std::atomic<uint64_t> lost{0};
  // Nothing is to be written any more.
  std::atomic<bool> given_up{false};

  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable round_done;
  std::string waiting;
  std::vector<std::shared_ptr<LineSource>> sources;
  // Sources have lines; those are to be written without a pause.
  bool sources_wait = false;
  bool hurry = false;
  bool stop = false;
  bool ended = false;
  // Each round takes all that waits when it begins.
  uint64_t rounds_begun = 0;
  uint64_t rounds_done = 0;
};

void LogWriter::State::Run() {
  std::string lines;
  std::unique_lock lock(mutex);
  while (!given_up) {
    wake.wait(lock, [this] { return stop || sources_wait || !waiting.empty(); });
    if (!sources_wait && waiting.empty()) break;
    wake.wait_for(lock, kPause, [this] { return stop || hurry || !waiting.empty(); });
    sources_wait = hurry = false;
    ++rounds_begun;
    std::swap(lines, waiting);
    const std::vector<std::shared_ptr<LineSource>> all = sources;
    lock.unlock();
    WriteRound(lines, all);
    lock.lock();
    ++rounds_done;
    round_done.notify_all();
  }
  ended = true;
  round_done.notify_all();
}

void LogWriter::State::WriteRound(std::string& lines,
                                  const std::vector<std::shared_ptr<LineSource>>& all) {
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
    : patience_(patience), state_(std::make_shared<State>(out)) {
  std::thread([state = state_] { state->Run(); }).detach();
}

LogWriter::~LogWriter() {
  std::unique_lock lock(state_->mutex);
  state_->stop = true;
  state_->wake.notify_one();
  if (!state_->round_done.wait_for(lock, patience_, [this] { return state_->ended; })) {
    state_->given_up = true;
  }
}

void LogWriter::Write(absl::string_view lines) {
  const std::lock_guard lock(state_->mutex);
  if (state_->waiting.size() + lines.size() > kMaxWaiting) {
    state_->lost += static_cast<uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
    return;
  }
  const bool first = state_->waiting.empty();
  state_->waiting.append(lines.data(), lines.size());
  if (first) state_->wake.notify_one();
}

void LogWriter::Drain() {
  std::unique_lock lock(state_->mutex);
  const bool more = state_->sources_wait || !state_->waiting.empty();
  const uint64_t last = state_->rounds_begun + (more ? 1 : 0);
  state_->hurry = true;
  state_->wake.notify_one();
  if (!state_->round_done.wait_for(
          lock, patience_, [this, last] { return state_->ended || state_->rounds_done >= last; })) {
    state_->given_up = true;
  }
}

uint64_t LogWriter::lost() const { return state_->lost + state_->out->lost(); }

void LogWriter::Add(std::shared_ptr<LineSource> source) {
  const std::lock_guard lock(state_->mutex);
  state_->sources.push_back(std::move(source));
}

void LogWriter::Wake(bool at_once) {
  const std::lock_guard lock(state_->mutex);
  state_->sources_wait = true;
  state_->hurry |= at_once;
  state_->wake.notify_one();
}

void LogWriter::CountLost() { ++state_->lost; }

}  // namespace linkstat::telemetry
