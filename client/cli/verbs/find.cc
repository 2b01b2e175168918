#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "DOMAIN is an id, a label or an alias.\n"
    "\n"
    "Examples:\n"
    "  linkstat find 'Employee Census Report'\n"
    "  linkstat find employee-information --full --output json";

absl::StatusOr<ExitCode> RunFind(const v1::FindRequirementsRequest& arguments, Session& session) {
  v1::FindRequirementsRequest request = arguments;
  session.ExpectRevision(request);
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, session.Answer(&Client::FindRequirements,
                                                                core::FindRequirements, request));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, FindReport(response)));
  return ExitCode::kYes;
}

}  // namespace

void AddFindVerb(CLI::App& app, Verb& selected) {
  auto [verb, request] = AddVerb(app, selected,
                                 {"find", "List the permissions that a data domain needs", kHelp,
                                  Source::kAgentOrCatalog, true},
                                 RunFind);
  verb.add_option("DOMAIN", *request.mutable_data_domain(), "The data domain")
      ->required()
      ->type_name("DOMAIN");
  AddFull(verb, request, "Also show why each permission is needed");
}

}  // namespace linkstat::cli
