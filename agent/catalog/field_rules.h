#ifndef LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_
#define LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "linkstat/v1/catalog_service.pb.h"

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

// The rule of `field`, a field of a catalog, which follows from the schema: a string is
// required unless it is `optional`, other fields are required, a list has at most 64 entries,
// and a string is text unless its name is that of an id, a label, an address or a hash. The
// exceptions are in the .cc file.
FieldRule RuleOf(const google::protobuf::FieldDescriptor* field);

// What is wrong with a string of a catalog.
struct TextFault {
  v1::CatalogFaultReason reason;
  std::string message;
};

// What is wrong with `text` as a string of the form `content`, which is one of
// kId, kLabel, kText, kUri and kSha256. Absent when nothing is.
std::optional<TextFault> FaultOfText(absl::string_view text, Content content);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_FIELD_RULES_H_
