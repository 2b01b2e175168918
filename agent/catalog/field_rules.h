#ifndef LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_
#define LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_

#include "google/protobuf/descriptor.h"

namespace linkstat::catalog {

// What a field of a catalog holds, with the forms that catalog.proto documents.
enum class Content { kId, kLabel, kText, kUri, kSha256, kEnum, kMessage };

// The bounds of one field of a catalog.
struct FieldRule {
  Content content;
  // How often it must and may occur in its entry. A field that some entries must not have
  // has min 0; check_form.cc and check_structure.cc check when.
  int min;
  int max;
};

// The rule of `field`, a field of a catalog, which follows from the schema: a field is
// required unless it is `optional`, a list has at most 64 entries, and a string is text
// unless its name is that of an id, a label, an address or a hash. The exceptions are in
// the .cc file.
FieldRule RuleOf(const google::protobuf::FieldDescriptor* field);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_
