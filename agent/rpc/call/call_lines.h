#ifndef LINKSTAT_AGENT_RPC_CALL_CALL_LINES_H_
#define LINKSTAT_AGENT_RPC_CALL_CALL_LINES_H_

#include <chrono>
#include <string>

#include "agent/rpc/call/call.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/log_field.h"

namespace linkstat::rpc {

// What lines tell of a call: never what was in it. They show texts of the call and
// of the notes.
class CallLines {
 public:
  // For the log: method, code, time, caller, and by what the caller's own logs
  // and traces know the call.
  static telemetry::CallRecord ForLog(const Call& call, int code,
                                      std::chrono::steady_clock::time_point end);

  // For the audit: method, code, caller, account and its state, what was decided
  // under which catalog, and the request id. `notes` are the call's, or those of
  // one of its changes.
  static telemetry::LogFields ForAudit(const Call& call, const CallSummary& notes, int code);

  // For the audit, of a call of a method that is not the agent's own, whose name
  // is the caller's invention and not told.
  static telemetry::LogFields ForRefused(const std::string& caller);

  // Whether anything was decided.
  static bool Decides(const CallSummary& notes);
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALL_LINES_H_
