#ifndef LINKSTAT_AGENT_RPC_CALL_LINES_H_
#define LINKSTAT_AGENT_RPC_CALL_LINES_H_

#include <chrono>

#include "agent/rpc/call.h"
#include "agent/telemetry/log.h"

namespace linkstat::rpc {

// What lines tell of a call: never what was in it.
class CallLines {
 public:
  // For the log: method, code, time, caller, and by what the caller's own logs
  // and traces know the call.
  static telemetry::LogFields ForLog(const Call& call, int code, std::chrono::nanoseconds took);

  // For the audit: method, code, caller, account, what was decided under which
  // catalog, and the request id.
  static telemetry::LogFields ForAudit(const Call& call, int code);

  // Whether the audit keeps a line of a call.
  static bool Changes(const Call& call);
  static bool Decides(const Call& call);
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_LINES_H_
