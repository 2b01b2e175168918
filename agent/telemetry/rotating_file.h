#ifndef LINKSTAT_AGENT_TELEMETRY_ROTATING_FILE_H_
#define LINKSTAT_AGENT_TELEMETRY_ROTATING_FILE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::telemetry {

struct RotatingFileOptions {
  std::string path;
  // A file that would outgrow this is rotated; at least 1.
  uint64_t max_bytes = 1;
  // How many full files stay, at least 1.
  int kept = 1;
  // Called when the path turns out to be no longer the open file, and was opened again.
  std::function<void()> reopened;
  // rename(2), for tests that let it fail.
  std::function<int(const char* from, const char* to)> rename;
};

// A file that lines are appended to. One that would outgrow its bound becomes PATH.1,
// and the older ones PATH.2 and so on; the oldest goes. Not thread-safe, but for
// reopened().
//
// The full file is renamed to PATH.rotating first, so that a rotation that cannot begin
// changes nothing. One that fails or is interrupted later goes on where it stopped, at
// the next Append or Open: no file is ever lost but the oldest one beyond the bound.
class RotatingFile {
 public:
  // An existing file is appended to. Only its owner may read a new one.
  static absl::StatusOr<std::unique_ptr<RotatingFile>> Open(RotatingFileOptions options);

  // Appends whole lines. What can be written of a line when the disk is full is
  // taken back, so that none is ever cut; a failure leaves the file as it was.
  // A file that was removed or replaced is opened again first.
  absl::Status Append(absl::string_view line);

  // How often it was found removed or replaced. Thread-safe.
  uint64_t reopened() const { return reopened_.load(std::memory_order_relaxed); }

 private:
  explicit RotatingFile(RotatingFileOptions options);

  absl::Status OpenFile();
  absl::Status OpenAgain();
  // Whether the path is no longer the open file.
  bool IsReplaced() const;
  absl::Status Rotate();
  // Makes PATH.rotating, where there is one, PATH.1.
  absl::Status FinishRotation();
  absl::Status ShiftOlder();
  // OK also when there is no `from`.
  absl::Status Rename(const std::string& from, const std::string& to) const;
  std::string Numbered(int number) const;

  const RotatingFileOptions options_;
  const std::string rotating_;
  FileDescriptor file_{-1};
  uint64_t size_ = 0;
  // Whether a rotation began and the next file is not open yet.
  bool unfinished_ = false;
  std::atomic<uint64_t> reopened_{0};
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_ROTATING_FILE_H_
