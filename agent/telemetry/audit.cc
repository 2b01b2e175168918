#include "agent/telemetry/audit.h"

#include <utility>

namespace linkstat::telemetry {

// Where the log that gives a line its form puts it.
class Audit::Sink final : public LogSink {
 public:
  explicit Sink(Audit* audit) : audit_(audit) {}

  void Write(absl::string_view line) override {
    const std::lock_guard<std::mutex> lock(audit_->mutex_);
    if (audit_->waiting_.size() == kMaxWaiting) {
      ++audit_->lost_;
    } else {
      audit_->waiting_.emplace_back(line);
    }
    audit_->Flush();
  }

 private:
  Audit* const audit_;
};

Audit::Audit(AuditOptions options) : options_(std::move(options)) {}

bool Audit::MayChange() {
  if (!options_.refuse_changes || !behind_.load(std::memory_order_acquire)) return true;
  const std::lock_guard<std::mutex> lock(mutex_);
  Flush();
  return waiting_.empty();
}

void Audit::Record(absl::string_view event, const LogFields& fields) {
  Sink sink(this);
  LogOptions options;
  options.clock = options_.clock;
  Log(options, &sink).Info(event, fields);
}

void Audit::Flush() {
  absl::Status status;
  while (!waiting_.empty() && (status = options_.append(waiting_.front())).ok()) {
    waiting_.pop_front();
    ++written_;
  }
  if (!status.ok()) ++failures_;
  behind_.store(!waiting_.empty(), std::memory_order_release);
  if (std::exchange(healthy_, status.ok()) != healthy_ && options_.health_changed) {
    options_.health_changed(status);
  }
}

void Audit::Collect(MetricFamilies& families) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  AddCounter("linkstat_audit_lines_total", "Lines written to the audit.",
             static_cast<double>(written_), families);
  AddCounter("linkstat_audit_failures_total", "Tries to write to the audit that failed.",
             static_cast<double>(failures_), families);
  AddCounter("linkstat_audit_lines_lost_total", "Lines that could never be written to the audit.",
             static_cast<double>(lost_), families);
  AddGauge("linkstat_audit_lines_waiting", "Lines that wait to be written to the audit.",
           static_cast<double>(waiting_.size()), families);
}

}  // namespace linkstat::telemetry
