#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/catalog/load.h"
#include "agent/catalog/queries.h"
#include "client/cli/input/text_file.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Exit code: 0 valid, 1 faults found. Calls no agent: the file is checked here, by\n"
    "the agent's own code. A fault is printed as FILE:LINE: ENTRY: MESSAGE.\n"
    "\n"
    "Examples:\n"
    "  linkstat catalog validate catalog.textproto\n"
    "  linkstat catalog show | linkstat catalog validate -";

std::string ValidationText(const std::string& file, const v1::ValidateCatalogResponse& response) {
  if (response.valid()) return absl::StrCat("valid\t", response.catalog_revision(), "\n");
  std::string text;
  for (const v1::CatalogFault& fault : response.faults()) {
    absl::StrAppend(&text, SafeText(catalog::FaultLine(file, fault)), "\n");
  }
  return text;
}

absl::StatusOr<ExitCode> RunValidate(const std::string& file, Session& session) {
  v1::ValidateCatalogRequest request;
  LINKSTAT_ASSIGN_OR_RETURN(*request.mutable_textproto(), ReadText(file, "catalog", session.in()));
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, catalog::ValidateCatalog(request));
  LINKSTAT_RETURN_IF_ERROR(session.json() ? session.ShowJson(response)
                                          : session.Write(ValidationText(file, response)));
  return response.valid() ? ExitCode::kYes : ExitCode::kNo;
}

}  // namespace

void AddCatalogValidateVerb(CLI::App& group, Verb& selected) {
  auto [verb, file] = AddVerb(
      group, selected, {"validate", "Report every fault of a catalog file", kHelp, Source::kNone},
      RunValidate);
  verb.add_option("FILE", file, "The catalog in textproto; - is standard input")
      ->required()
      ->type_name("FILE");
}

}  // namespace linkstat::cli
