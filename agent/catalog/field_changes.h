#ifndef LINKSTAT_AGENT_CATALOG_FIELD_CHANGES_H_
#define LINKSTAT_AGENT_CATALOG_FIELD_CHANGES_H_

#include <vector>

#include "google/protobuf/message.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// The fields in which two entries of one list of a catalog differ, in the order
// of the schema. A string is given as it is, an enum value by its name, a message
// in textproto on one line, and a list as `[a, b]` with its strings quoted.
std::vector<v1::FieldChange> FieldChanges(const google::protobuf::Message& before,
                                          const google::protobuf::Message& after);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_FIELD_CHANGES_H_
