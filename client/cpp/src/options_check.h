#ifndef LINKSTAT_CLIENT_SRC_OPTIONS_CHECK_H_
#define LINKSTAT_CLIENT_SRC_OPTIONS_CHECK_H_

#include "agent/base/error.h"
#include "linkstat/client.h"

namespace linkstat {

// Adds every option that is out of bounds or contradicts another one. Looks at
// no file.
void CheckOptions(const ClientOptions& options, FieldFaults& faults);

}  // namespace linkstat

#endif  // LINKSTAT_CLIENT_SRC_OPTIONS_CHECK_H_
