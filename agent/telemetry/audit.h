#ifndef LINKSTAT_AGENT_TELEMETRY_AUDIT_H_
#define LINKSTAT_AGENT_TELEMETRY_AUDIT_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/base/clock.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::telemetry {

struct AuditOptions {
  // Appends one line where the audit goes; called one call at a time.
  std::function<absl::Status(absl::string_view line)> append;
  // Whether changes are refused while lines wait to be written.
  bool refuse_changes = true;
  // Whether lines are kept of changes alone, or of decisions as well.
  bool changes_only = false;
  // Told once when writing begins to fail, and with OK when it works again. Must
  // be quick and must not call the audit.
  std::function<void(const absl::Status&)> health_changed;
  const Clock* clock = &Clock::System();
};

// A record of what was decided and changed, and for whom: one JSON object a line,
// in the order in which calls ended. A line that cannot be written waits, and is
// tried again with the next one. Thread-safe.
class Audit {
 public:
  // This many lines wait; further ones are lost, and counted.
  static constexpr size_t kMaxWaiting = 10'000;

  explicit Audit(AuditOptions options);

  bool changes_only() const { return options_.changes_only; }

  // Whether a change may be made now: tries what waits to be written first.
  bool MayChange();

  // Records an event. None of the fields may be personal.
  void Record(absl::string_view event, const LogFields& fields);

  // Appends linkstat_audit_lines_total, linkstat_audit_failures_total,
  // linkstat_audit_lines_waiting and linkstat_audit_lines_lost_total.
  void Collect(MetricFamilies& families) const;

 private:
  class Sink;

  // With mutex_ held: writes what waits, as far as that works.
  void Flush();

  const AuditOptions options_;
  mutable std::mutex mutex_;
  std::deque<std::string> waiting_;
  bool healthy_ = true;
  uint64_t written_ = 0;
  uint64_t failures_ = 0;
  uint64_t lost_ = 0;
  // Whether something waits, readable without the lock.
  std::atomic<bool> behind_{false};
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_AUDIT_H_
