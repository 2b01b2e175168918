#include "client/cli/report/time_text.h"

#include "absl/time/time.h"

namespace linkstat::cli {

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string DurationText(const google::protobuf::Duration& duration) {
  if (duration.seconds() == 0) return "0s";
  return absl::FormatDuration(absl::Seconds(duration.seconds()));
}

}  // namespace linkstat::cli
