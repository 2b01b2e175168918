#ifndef LINKSTAT_CLIENT_CLI_INPUT_REPORT_JSON_H_
#define LINKSTAT_CLIENT_CLI_INPUT_REPORT_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::cli {

// The report in a JSON object, in protobuf's JSON form of ServiceAccountReport.
// INVALID_ARGUMENT names everything that is wrong by its path in the proto: a
// field that is unknown or given twice, a value of another type, a time that is
// not RFC 3339, text that is not JSON (checked up to there, reported by its column). An
// error quotes keys, but no values.
absl::StatusOr<v1::ServiceAccountReport> ParseReportJson(absl::string_view json);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_REPORT_JSON_H_
