#include "client/cli/verbs/catalog_side.h"

#include "agent/base/status_macros.h"
#include "agent/core/identifiers.h"
#include "client/cli/input/text_file.h"

namespace linkstat::cli {

bool IsCatalogFile(const std::string& side) { return side != "served" && !core::IsRevision(side); }

absl::StatusOr<v1::CatalogReference> ReadCatalogReference(const std::string& side,
                                                          absl::string_view argument,
                                                          Session& session) {
  v1::CatalogReference reference;
  if (core::IsRevision(side)) {
    reference.set_revision(side);
  } else if (IsCatalogFile(side)) {
    LINKSTAT_ASSIGN_OR_RETURN(*reference.mutable_textproto(),
                              ReadText(side, argument, session.in()));
  }
  return reference;
}

}  // namespace linkstat::cli
