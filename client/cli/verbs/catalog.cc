#include "CLI/CLI.hpp"
#include "client/cli/verbs/catalog_verbs.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {

void AddCatalogVerbs(CLI::App& app, Verb& selected) {
  CLI::App* group =
      app.add_subcommand("catalog", "Show, validate and compare catalogs, and tell their impact");
  group->require_subcommand(1);
  AddCatalogShowVerb(*group, selected);
  AddCatalogValidateVerb(*group, selected);
  AddCatalogDiffVerb(*group, selected);
  AddCatalogImpactVerb(*group, selected);
}

}  // namespace linkstat::cli
