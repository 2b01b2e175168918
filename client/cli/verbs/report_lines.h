#ifndef LINKSTAT_CLIENT_CLI_VERBS_REPORT_LINES_H_
#define LINKSTAT_CLIENT_CLI_VERBS_REPORT_LINES_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/exit_code.h"
#include "client/cli/session.h"

namespace linkstat::cli {

// Sends the reports in `file`, one a line, or in standard input when it is `-`;
// shows each refused line and at last the counts. kNo when any was refused. An
// error names the last line that is acknowledged and states that sending the file
// again is safe.
absl::StatusOr<ExitCode> ReportLines(const std::string& file, Session& session);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_REPORT_LINES_H_
