#ifndef LINKSTAT_AGENT_CORE_SUGGESTIONS_H_
#define LINKSTAT_AGENT_CORE_SUGGESTIONS_H_

#include "absl/strings/string_view.h"
#include "agent/core/name_index.h"
#include "linkstat/v1/permission_check.pb.h"

namespace linkstat::core {

// A name that met nothing in `index`, with the nearest that it has.
v1::UnrecognizedName MakeUnrecognizedName(const NameIndex& index, absl::string_view input);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_SUGGESTIONS_H_
