#ifndef LINKSTAT_AGENT_SERVICE_PROTO_TIME_H_
#define LINKSTAT_AGENT_SERVICE_PROTO_TIME_H_

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

// Times between the messages and absl.
namespace linkstat::service {

// Whether the timestamp is one: years 1 to 9999, nanos 0 to 999,999,999.
bool IsTimestamp(const google::protobuf::Timestamp& timestamp);

// `timestamp` must be one.
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);

// Rounded down to the nanosecond. `time` must be in the years 1 to 9999.
void SetTime(absl::Time time, google::protobuf::Timestamp& timestamp);

// Rounded towards zero to the nanosecond.
void SetDuration(absl::Duration duration, google::protobuf::Duration& message);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_PROTO_TIME_H_
