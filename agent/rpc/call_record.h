#ifndef LINKSTAT_AGENT_RPC_CALL_RECORD_H_
#define LINKSTAT_AGENT_RPC_CALL_RECORD_H_

#include <chrono>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/telemetry/log.h"
#include "grpcpp/support/status.h"

namespace linkstat::rpc {

// What the agent records of one call: its method, how it ended and how long it
// took, never what was in it.
class CallRecord {
 public:
  // Begins now. `log` and `method` must outlive the record; `method` is as in
  // the proto, e.g. "linkstat.v1.LinkingService/CheckPermissions".
  CallRecord(const telemetry::Log* log, absl::string_view method)
      : log_(log), method_(method), begin_(std::chrono::steady_clock::now()) {}

  // Records the end, and why where that is the agent's fault. Returns what the
  // caller gets.
  grpc::Status Close(const absl::Status& status) const;

  // Records that the caller went away before the end.
  grpc::Status CallerLeft() const;

 private:
  grpc::Status Record(grpc::Status result) const;

  const telemetry::Log* log_;
  absl::string_view method_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_RECORD_H_
