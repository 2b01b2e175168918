#ifndef LINKSTAT_AGENT_APP_CONFIG_DURATIONS_H_
#define LINKSTAT_AGENT_APP_CONFIG_DURATIONS_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"

namespace linkstat::app {

inline google::protobuf::Duration ToProto(absl::Duration duration) {
  google::protobuf::Duration proto;
  absl::Duration rest;
  proto.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &rest));
  proto.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  return proto;
}

// Absent for a message that breaks the bounds of google.protobuf.Duration.
inline std::optional<absl::Duration> FromProto(const google::protobuf::Duration& proto) {
  constexpr int64_t kMaxSeconds = 315'576'000'000;
  constexpr int32_t kMaxNanos = 999'999'999;
  const bool signs_differ =
      (proto.seconds() > 0 && proto.nanos() < 0) || (proto.seconds() < 0 && proto.nanos() > 0);
  if (signs_differ || proto.seconds() > kMaxSeconds || proto.seconds() < -kMaxSeconds ||
      proto.nanos() > kMaxNanos || proto.nanos() < -kMaxNanos) {
    return std::nullopt;
  }
  return absl::Seconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_DURATIONS_H_
