#include "client/cli/verbs/catalog_side.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "agent/base/status_macros.h"
#include "agent/core/bounds.h"
#include "client/cli/input/text_file.h"

namespace linkstat::cli {
namespace {

bool IsRevision(const std::string& side) {
  return side.size() == core::kRevisionSize &&
         std::all_of(side.begin(), side.end(), [](unsigned char c) {
           return absl::ascii_isxdigit(c) && !absl::ascii_isupper(c);
         });
}

}  // namespace

bool IsCatalogFile(const std::string& side) { return side != "served" && !IsRevision(side); }

absl::StatusOr<v1::CatalogReference> ReadCatalogReference(const std::string& side,
                                                          absl::string_view argument,
                                                          Session& session) {
  v1::CatalogReference reference;
  if (IsRevision(side)) {
    reference.set_revision(side);
  } else if (IsCatalogFile(side)) {
    LINKSTAT_ASSIGN_OR_RETURN(*reference.mutable_textproto(),
                              ReadText(side, argument, session.in()));
  }
  return reference;
}

}  // namespace linkstat::cli
