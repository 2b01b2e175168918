#ifndef LINKSTAT_CLIENT_CLI_VERBS_CATALOG_SIDE_H_
#define LINKSTAT_CLIENT_CLI_VERBS_CATALOG_SIDE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/session.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::cli {

// Whether a catalog on the command line is a file: it is neither `served` nor a
// revision of 32 hexadecimal digits.
bool IsCatalogFile(const std::string& side);

// The catalog that `side` names. INVALID_ARGUMENT for a file that cannot be
// read; the fault names `argument`.
absl::StatusOr<v1::CatalogReference> ReadCatalogReference(const std::string& side,
                                                          absl::string_view argument,
                                                          Session& session);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_CATALOG_SIDE_H_
