#ifndef LINKSTAT_AGENT_CATALOG_FIELD_TEXT_H_
#define LINKSTAT_AGENT_CATALOG_FIELD_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "agent/catalog/field_rules.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// What is wrong with a string of a catalog.
struct TextFault {
  v1::CatalogFaultReason reason;
  std::string message;
};

// What is wrong with `text` as a string of the form `content`, which is one of
// kId, kLabel, kText, kUri and kSha256. Absent when nothing is.
std::optional<TextFault> FaultOfText(absl::string_view text, Content content);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_FIELD_TEXT_H_
