#ifndef LINKSTAT_AGENT_CATALOG_REQUIRED_ACTION_H_
#define LINKSTAT_AGENT_CATALOG_REQUIRED_ACTION_H_

#include <optional>
#include <string>

#include "google/protobuf/message.h"

namespace linkstat::catalog {

// Why a service account that satisfied the entry `before` may not satisfy the
// entry `after`, both of one list of a catalog; absent when it does. `before` is
// null for an added entry, `after` for a removed one.
std::optional<std::string> RequiredAction(const google::protobuf::Message* before,
                                          const google::protobuf::Message* after);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_REQUIRED_ACTION_H_
