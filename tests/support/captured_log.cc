#include "tests/support/captured_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "absl/strings/match.h"

namespace linkstat::test {

void CapturedLog::Write(absl::string_view lines) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++writes_;
  while (!lines.empty()) {
    const absl::string_view line = lines.substr(0, lines.find('\n', 0) + 1);
    lines_.emplace_back(line.empty() ? lines : line);
    lines.remove_prefix(lines_.back().size());
  }
  written_.notify_all();
}

size_t CapturedLog::writes() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return writes_;
}

std::vector<std::string> CapturedLog::lines() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return lines_;
}

std::string CapturedLog::WaitFor(absl::string_view part) const {
  std::unique_lock<std::mutex> lock(mutex_);
  auto found = lines_.end();
  const auto seen = [&] {
    found = std::find_if(lines_.begin(), lines_.end(),
                         [part](const std::string& line) { return absl::StrContains(line, part); });
    return found != lines_.end();
  };
  if (written_.wait_for(lock, std::chrono::seconds(30), seen)) return *found;
  ADD_FAILURE() << "no line holds " << part;
  return "";
}

}  // namespace linkstat::test
