#ifndef LINKSTAT_AGENT_TELEMETRY_LOG_SINK_H_
#define LINKSTAT_AGENT_TELEMETRY_LOG_SINK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "agent/base/mutex.h"

namespace linkstat::telemetry {

// Where log lines go; the seam through which tests read them. Thread-safe.
class LogSink {
 public:
  virtual ~LogSink() = default;

  // Takes one line, or several, their newlines included.
  virtual void Write(absl::string_view lines) = 0;

  // Returns when the lines taken so far are written, or when the sink gives up on its
  // reader. For a process that is about to end.
  virtual void Drain() {}

  // How many lines were taken and never written.
  virtual uint64_t lost() const { return 0; }
};

// Writes to a file descriptor, whole lines with each write(2), so that lines of
// several processes on one file do not mix. Blocks as long as the reader does not read.
// What cannot be written is lost: a log must not stop the agent.
class FdSink final : public LogSink {
 public:
  // `fd` stays the caller's and must outlive the sink.
  explicit FdSink(int fd);

  void Write(absl::string_view lines) override ABSL_LOCKS_EXCLUDED(writing_);
  uint64_t lost() const override { return lost_.load(std::memory_order_relaxed); }

 private:
  const int fd_;
  // Bytes of lines that are written together.
  const size_t most_at_once_;
  // Held while lines are written, so that they do not mix.
  Mutex writing_;
  std::atomic<uint64_t> lost_{0};
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LOG_SINK_H_
