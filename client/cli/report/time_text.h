#ifndef LINKSTAT_CLIENT_CLI_REPORT_TIME_TEXT_H_
#define LINKSTAT_CLIENT_CLI_REPORT_TIME_TEXT_H_

#include <string>

#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace linkstat::cli {

// In UTC as RFC 3339 writes it, in whole seconds, e.g. `2026-03-01T12:00:00Z`.
std::string TimeText(const google::protobuf::Timestamp& time);

// In whole seconds, e.g. `26h3m5s`; from two days on in whole days, e.g. `1460d`.
std::string DurationText(const google::protobuf::Duration& duration);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REPORT_TIME_TEXT_H_
