#ifndef LINKSTAT_TESTS_SUPPORT_CAPTURED_LOG_H_
#define LINKSTAT_TESTS_SUPPORT_CAPTURED_LOG_H_

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/telemetry/log_sink.h"

namespace linkstat::test {

// Keeps the lines of a log. Thread-safe.
class CapturedLog final : public telemetry::LogSink {
 public:
  void Write(absl::string_view lines) override;

  // Each with its newline.
  std::vector<std::string> lines() const;

  // How often some were written.
  size_t writes() const;

  // The first line that holds `part`, as soon as there is one. A line that does
  // not come within 30 seconds fails the test.
  std::string WaitFor(absl::string_view part) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable written_;
  std::vector<std::string> lines_;
  size_t writes_ = 0;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_CAPTURED_LOG_H_
