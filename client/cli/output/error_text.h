#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_ERROR_TEXT_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_ERROR_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "client/cli/streams.h"

namespace linkstat::cli {

// `linkstat: CODE reason: message`, then one line a bad field or other detail.
// The reason is left out when the error has none. `error` must not be OK.
std::string ErrorText(const absl::Status& error);

// The same as a JSON object: `{"error": {"code", "reason", "message",
// "metadata", "fieldViolations": [{"field", "description"}]}}`, with a line
// feed. Absent parts are left out.
std::string ErrorJson(const absl::Status& error);

// A refused line of an input, as one line. On a terminal `line NUMBER is refused:
// CODE reason: faults`; elsewhere `refused` and these cells, separated by tabs.
std::string RefusedLineText(int64_t line, const absl::Status& error, const Terminal& terminal);

// The same as a JSON object in one line: `{"refused": {"line", "error"}}`, the
// error as above.
std::string RefusedLineJson(int64_t line, const absl::Status& error);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_ERROR_TEXT_H_
