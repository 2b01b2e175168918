#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "agent/catalog/load.h"
#include "agent/catalog/queries.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"
#include "google/protobuf/text_format.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "As text, the catalog is printed in textproto, the format of a catalog file.\n"
    "\n"
    "Examples:\n"
    "  linkstat catalog show > catalog.textproto\n"
    "  linkstat catalog show --revision 0123456789abcdef0123456789abcdef --output json";

// A catalog file; the revision and a rejection are comments.
absl::StatusOr<std::string> CatalogText(const v1::GetCatalogResponse& response) {
  std::string text = absl::StrCat("# revision: ", SafeText(response.catalog_revision()), "\n");
  if (response.has_rejected()) {
    absl::StrAppend(
        &text, "# A newer file was rejected; faults: ", response.rejected().total_faults(), "\n");
    for (const v1::CatalogFault& fault : response.rejected().faults()) {
      absl::StrAppend(&text, "#   ", SafeText(catalog::FaultLine("", fault)), "\n");
    }
  }
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string body;
  if (!printer.PrintToString(response.catalog(), &body)) {
    return absl::InternalError("cannot convert the catalog to textproto");
  }
  return text + SafeLines(body);
}

absl::StatusOr<ExitCode> RunShow(const v1::GetCatalogRequest& request, Session& session) {
  LINKSTAT_ASSIGN_OR_RETURN(const auto response,
                            session.Answer(&Client::GetCatalog, catalog::GetCatalog, request));
  if (session.json()) {
    LINKSTAT_RETURN_IF_ERROR(session.ShowJson(response));
  } else {
    LINKSTAT_ASSIGN_OR_RETURN(const std::string text, CatalogText(response));
    LINKSTAT_RETURN_IF_ERROR(session.Write(text));
  }
  return ExitCode::kYes;
}

}  // namespace

void AddCatalogShowVerb(CLI::App& group, Verb& selected) {
  auto [verb, request] = AddVerb(
      group, selected,
      {"show", "Show the catalog served, or an earlier one", kHelp, Source::kAgentOrCatalog},
      RunShow);
  AddField(verb, "--revision", "REVISION", request, "revision", "The catalog of this revision");
}

}  // namespace linkstat::cli
