#ifndef LINKSTAT_AGENT_CORE_HOST_NAME_H_
#define LINKSTAT_AGENT_CORE_HOST_NAME_H_

#include "absl/strings/string_view.h"

namespace linkstat::core {

// Whether `text` is a host name: one or more labels separated by dots, each 1 to
// 63 ASCII letters, digits and hyphens with a letter or digit at both ends. The
// size of the whole is the caller's to bound. Pure; does not allocate.
bool IsHostName(absl::string_view text);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_HOST_NAME_H_
