#ifndef LINKSTAT_AGENT_TELEMETRY_LIBRARY_LOG_H_
#define LINKSTAT_AGENT_TELEMETRY_LIBRARY_LOG_H_

#include "agent/telemetry/log.h"

namespace linkstat::telemetry {

// From now on, what gRPC and protobuf have to say goes into `log` instead of raw
// to stderr. It may name peers, so it is written at debug level; only what ends
// the process is an error. `log` and its sink must live as long as the process.
void RouteLibraryLogs(const Log* log);

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LIBRARY_LOG_H_
