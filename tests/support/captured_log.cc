#include "tests/support/captured_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "absl/strings/match.h"

namespace linkstat::test {

void CapturedLog::Write(absl::string_view line) {
  const std::lock_guard<std::mutex> lock(mutex_);
  lines_.emplace_back(line);
  written_.notify_all();
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
