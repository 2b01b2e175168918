#ifndef LINKSTAT_AGENT_TELEMETRY_LOG_WRITER_H_
#define LINKSTAT_AGENT_TELEMETRY_LOG_WRITER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "agent/base/periodic_thread.h"
#include "agent/telemetry/log_sink.h"

namespace linkstat::telemetry {

// Lines that are made on the thread that writes them.
class LineSource {
 public:
  virtual ~LineSource() = default;

  // Appends lines of what waits, some 64 KiB at a time. Returns whether there may be
  // more. Called by one thread.
  virtual bool AppendTo(std::string& lines) = 0;
};

// Takes log lines and passes them to another sink on a thread of its own: no other thread
// ever waits for a reader. What does not fit into its bound is lost, and counted.
// Thread-safe.
//
// A write to a reader that does not read cannot be ended, so the thread may outlive
// this object, and the process may end without it: it uses what it shares with this
// object, and, once its write returns, nothing of anybody else.
class LogWriter final : public LogSink {
 public:
  // The most bytes of lines that wait, without those that are being written.
  static constexpr size_t kMaxWaiting = 1 << 20;
  // How long Drain waits.
  static constexpr std::chrono::milliseconds kPatience{1'000};

  // `out` is used by the thread alone, and must live as long as one write to it can
  // take.
  explicit LogWriter(LogSink* out, std::chrono::milliseconds patience = kPatience);

  // As Drain, and ends the thread.
  ~LogWriter() override;

  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Has the lines written at once. Does not wait.
  void Write(absl::string_view lines) override;

  // Returns when everything that was taken is written. Where that takes longer than
  // the patience it gives up, and nothing is written any more.
  void Drain() override;

  // Also those of sources, and those that `out` lost.
  uint64_t lost() const override;

  // From now on, lines of `source` are written as well.
  void Add(std::shared_ptr<LineSource> source);

  // Has the sources' lines written: at once, or in up to 20 ms, so that more can be
  // written together.
  void Wake(bool at_once);

  // Counts a line that a source dropped.
  void CountLost();

 private:
  struct State;

  const std::chrono::milliseconds patience_;
  // Shared with the thread.
  const std::shared_ptr<State> state_;
  PeriodicThread thread_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LOG_WRITER_H_
