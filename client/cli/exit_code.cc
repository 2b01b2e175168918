#include "client/cli/exit_code.h"

namespace linkstat::cli {

ExitCode ExitCodeFor(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_SATISFIED:
      return ExitCode::kYes;
    case v1::VERDICT_NOT_SATISFIED:
      return ExitCode::kNo;
    case v1::VERDICT_INDETERMINATE:
      return ExitCode::kIndeterminate;
    default:
      return ExitCode::kFailed;
  }
}

ExitCode ExitCodeFor(v1::LinkState state) {
  switch (state) {
    case v1::LINK_STATE_READY:
      return ExitCode::kYes;
    case v1::LINK_STATE_ACTION_REQUIRED:
    case v1::LINK_STATE_RELINK_REQUIRED:
      return ExitCode::kNo;
    case v1::LINK_STATE_PENDING:
      return ExitCode::kIndeterminate;
    default:
      return ExitCode::kFailed;
  }
}

ExitCode ExitCodeFor(const absl::Status& error) {
  switch (error.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return ExitCode::kBadInput;
    default:
      return ExitCode::kFailed;
  }
}

}  // namespace linkstat::cli
