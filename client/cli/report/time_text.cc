#include "client/cli/report/time_text.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace linkstat::cli {

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string DurationText(const google::protobuf::Duration& duration) {
  constexpr int64_t kDay = 24 * 60 * 60;
  if (duration.seconds() == 0) return "0s";
  if (duration.seconds() >= 2 * kDay) return absl::StrCat(duration.seconds() / kDay, "d");
  return absl::FormatDuration(absl::Seconds(duration.seconds()));
}

}  // namespace linkstat::cli
