#ifndef LINKSTAT_AGENT_TELEMETRY_ROTATING_FILE_H_
#define LINKSTAT_AGENT_TELEMETRY_ROTATING_FILE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::telemetry {

// A file that lines are appended to. One that would outgrow its bound is renamed
// to PATH.1 first, and the older ones to PATH.2 and so on; the oldest goes. Not
// thread-safe.
class RotatingFile {
 public:
  // `max_bytes` is at least 1; `kept` is how many full files stay, at least 1.
  // An existing file is appended to. Only its owner may read a new one.
  static absl::StatusOr<std::unique_ptr<RotatingFile>> Open(std::string path, uint64_t max_bytes,
                                                            int kept);

  // Appends whole lines. What can be written of a line when the disk is full is
  // taken back, so that none is ever cut; a failure leaves the file as it was.
  absl::Status Append(absl::string_view line);

 private:
  RotatingFile(std::string path, uint64_t max_bytes, int kept)
      : path_(std::move(path)), max_bytes_(max_bytes), kept_(kept) {}

  absl::Status OpenFile();
  absl::Status Rotate();
  std::string Numbered(int number) const;

  const std::string path_;
  const uint64_t max_bytes_;
  const int kept_;
  FileDescriptor file_{-1};
  uint64_t size_ = 0;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_ROTATING_FILE_H_
