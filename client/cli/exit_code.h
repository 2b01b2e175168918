#ifndef LINKSTAT_CLIENT_CLI_EXIT_CODE_H_
#define LINKSTAT_CLIENT_CLI_EXIT_CODE_H_

#include "absl/status/status.h"
#include "linkstat/v1/linked_account.pb.h"
#include "linkstat/v1/permission_check.pb.h"

namespace linkstat::cli {

// What the program ends with.
enum class ExitCode {
  // SATISFIED, READY, SERVING, valid, no difference, or the answer was shown.
  kYes = 0,
  // NOT_SATISFIED, ACTION_REQUIRED, RELINK_REQUIRED, NOT_SERVING; faults,
  // differences or refused reports.
  kNo = 1,
  // Wrong usage or bad input.
  kBadInput = 2,
  // The agent could not be reached or failed, or the output was not written.
  kFailed = 3,
  // INDETERMINATE, PENDING: not enough was observed.
  kIndeterminate = 4,
};

ExitCode ExitCodeFor(v1::Verdict verdict);
ExitCode ExitCodeFor(v1::LinkState state);

// INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS and FAILED_PRECONDITION are the
// input's fault, everything else is not. `error` must not be OK.
ExitCode ExitCodeFor(const absl::Status& error);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_EXIT_CODE_H_
