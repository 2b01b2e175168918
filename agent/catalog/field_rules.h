#ifndef LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_
#define LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_

#include "google/protobuf/descriptor.h"

namespace linkstat::catalog {

// What a field of a catalog holds, with the forms that catalog.proto documents.
enum class Content { kId, kLabel, kText, kUri, kSha256, kEnum, kMessage };

// The bounds of one field of a catalog.
struct FieldRule {
  // The field's name in the schema without the package, e.g. `Step.title`.
  const char* field;
  Content content;
  // How often it must and may occur in its entry. A field that must not occur
  // there at all beside others has min 0; check_form.cc and check_structure.cc
  // know when.
  int min;
  int max;
};

// The rule of `field`; null for a field that no catalog has.
const FieldRule* RuleOf(const google::protobuf::FieldDescriptor* field);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_
