#ifndef LINKSTAT_AGENT_TELEMETRY_AUDIT_H_
#define LINKSTAT_AGENT_TELEMETRY_AUDIT_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/base/clock.h"
#include "agent/base/periodic_thread.h"
#include "agent/telemetry/log_field.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::telemetry {

struct AuditOptions {
  // Appends one line to the audit. Called by one thread, for which no other waits without a
  // bound: it may block. After a failure it is called with the same line again.
  std::function<absl::Status(absl::string_view line)> append;
  // Whether changes are refused while the audit is behind.
  bool refuse_changes = true;
  // Whether lines are kept of changes alone, or of decisions as well.
  bool changes_only = false;
  // Called once when the audit falls behind, and with OK when it has caught up. Must be
  // quick and must not call the audit.
  std::function<void(const absl::Status&)> health_changed;
  // How often the audit's file was found removed or replaced. Null: there is no file.
  std::function<uint64_t()> reopened;
  const Clock* clock = &Clock::System();
  // How old a line may be before the audit is behind.
  std::chrono::milliseconds patience{250};
  // How long the destructor waits for lines that are not written.
  std::chrono::milliseconds end_patience{1'000};
};

// A record of what was decided and changed, and for which caller: one JSON object a line,
// in the order in which calls ended. A thread of its own writes the lines; calls do not
// wait for it. A line that cannot be written waits, and is tried again until that works.
// Thread-safe.
//
// The audit is behind while its last write failed, and while a line is older than the
// patience and still not written, as with a reader that does not read. With
// refuse_changes, no change may be made then, so at most the changes that were under
// way are acknowledged before their lines are written (AwaitWritten).
class Audit {
 public:
  // This many lines, and bytes of lines, wait; further ones are lost, and counted.
  static constexpr size_t kMaxWaiting = 10'000;
  static constexpr size_t kMaxWaitingBytes = 16 << 20;

  explicit Audit(AuditOptions options);

  // Writes what waits. What cannot be written in time is lost and reported to
  // health_changed. A write that does not return is left behind; it uses `append` alone.
  ~Audit();

  Audit(const Audit&) = delete;
  Audit& operator=(const Audit&) = delete;

  bool changes_only() const;

  // Whether a change may be made now. Does not wait.
  bool MayChange() const;

  // Records an event. None of the fields may be personal. Does not wait.
  void Record(absl::string_view event, const LogFields& fields);

  // With refuse_changes, returns when every line recorded so far is written, at once
  // when the audit is behind, and after the patience at the latest; then the audit is
  // behind. Does not wait without refuse_changes. To be called between a change's line
  // and its answer, and not on gRPC's threads.
  void AwaitWritten() const;

  // Appends linkstat_audit_lines_total, linkstat_audit_failures_total,
  // linkstat_audit_lines_waiting, linkstat_audit_lines_lost_total, linkstat_audit_behind
  // and, with a file, linkstat_audit_file_reopened_total.
  void Collect(MetricFamilies& families) const;

 private:
  struct State;

  // Shared with the thread.
  const std::shared_ptr<State> state_;
  PeriodicThread thread_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_AUDIT_H_
