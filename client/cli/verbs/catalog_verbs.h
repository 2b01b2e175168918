#ifndef LINKSTAT_CLIENT_CLI_VERBS_CATALOG_VERBS_H_
#define LINKSTAT_CLIENT_CLI_VERBS_CATALOG_VERBS_H_

#include "client/cli/verbs/verb.h"

namespace linkstat::cli {

// Each adds one verb of the `catalog` group; see verb.h.
void AddCatalogShowVerb(CLI::App& group, Verb& selected);
void AddCatalogValidateVerb(CLI::App& group, Verb& selected);
void AddCatalogDiffVerb(CLI::App& group, Verb& selected);
void AddCatalogImpactVerb(CLI::App& group, Verb& selected);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_CATALOG_VERBS_H_
