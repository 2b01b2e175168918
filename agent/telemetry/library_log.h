#ifndef LINKSTAT_AGENT_TELEMETRY_LIBRARY_LOG_H_
#define LINKSTAT_AGENT_TELEMETRY_LIBRARY_LOG_H_

#include "agent/telemetry/log.h"

namespace linkstat::telemetry {

// From now on, lines of gRPC and protobuf go into `log` instead of raw to stderr. They may
// name peers, so they are written at debug level; only what ends
// the process is an error. `log` and its sink must live as long as the process.
void RouteLibraryLogs(const Log* log);

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LIBRARY_LOG_H_
