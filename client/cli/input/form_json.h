#ifndef LINKSTAT_CLIENT_CLI_INPUT_FORM_JSON_H_
#define LINKSTAT_CLIENT_CLI_INPUT_FORM_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::cli {

// The form in a JSON object from label to value, in the order of the text. A
// value is a string, or an array of strings for a field of several parts.
// INVALID_ARGUMENT names everything else by key and line: a label given twice,
// a value of another type, an array in an array, text that is not JSON (checked
// up to there). `json` must be UTF-8.
absl::StatusOr<v1::ObservedForm> ParseFormJson(absl::string_view json);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_FORM_JSON_H_
