#ifndef LINKSTAT_AGENT_BASE_ERROR_H_
#define LINKSTAT_AGENT_BASE_ERROR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "linkstat/v1/error_reason.pb.h"

// How the agent reports an error: an absl::Status whose payloads are the
// google.rpc details that callers get. Messages and details never quote a value
// of the request, a path or anything else that is private to the agent.
namespace linkstat {

// The `domain` of every google.rpc.ErrorInfo.
inline constexpr char kErrorDomain[] = "linkstat.v1";

using ErrorMetadata = std::vector<std::pair<std::string, std::string>>;

// A status with a google.rpc.ErrorInfo. `code` must not be kOk.
absl::Status MakeError(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                       const ErrorMetadata& metadata = {});

// The status with a google.rpc.RetryInfo: `delay` is how long its caller does
// well to wait before the next try.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);

// Collects every bad field of a request before it is refused.
class FieldFaults {
 public:
  // At most this many are reported one by one; the rest are counted.
  static constexpr int kMaxTold = 100;

  // `field` is the path as in the proto, e.g. `observed.names[3]`;
  // `description` completes "observed.names[3] ...", e.g. "is empty".
  void Add(std::string field, std::string description,
           v1::ErrorReason reason = v1::ERROR_REASON_INVALID_FIELD);

  bool empty() const { return total_ == 0; }

  // The faults reported one by one, as field and description.
  const std::vector<std::pair<std::string, std::string>>& told() const { return told_; }

  // OK when there is none; otherwise INVALID_ARGUMENT with a google.rpc.BadRequest
  // and the reason of the faults, INVALID_FIELD when they have different ones.
  absl::Status ToStatus() const;

 private:
  std::vector<std::pair<std::string, std::string>> told_;
  int total_ = 0;
  v1::ErrorReason reason_ = v1::ERROR_REASON_INVALID_FIELD;
};

// INVALID_ARGUMENT with MALFORMED_MESSAGE. `field` is the path of the field
// that could not be read, empty when that is not known.
absl::Status MalformedMessage(absl::string_view field, absl::string_view description);

// The status as google.rpc carries it, with every payload as a detail. A status
// that is not OK and carries no google.rpc.ErrorInfo is a fault of the agent:
// it becomes INTERNAL and its message stays inside.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The reverse: each detail is a payload under its type URL.
absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_ERROR_H_
