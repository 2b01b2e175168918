#include <memory>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "DOMAIN is an id, a label or an alias.\n"
    "\n"
    "Examples:\n"
    "  linkstat find 'Employee Census Report'\n"
    "  linkstat find employee-information --full --output json";

struct Arguments {
  std::string domain;
  bool full = false;
};

absl::StatusOr<ExitCode> RunFind(const Arguments& arguments, Session& session) {
  v1::FindRequirementsRequest request;
  request.set_data_domain(arguments.domain);
  request.set_view(arguments.full ? v1::VIEW_FULL : v1::VIEW_BASIC);
  session.ExpectRevision(request);
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, session.Answer(&Client::FindRequirements,
                                                                core::FindRequirements, request));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, FindReport(response)));
  return ExitCode::kYes;
}

}  // namespace

void AddFindVerb(CLI::App& app, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("find", "List the permissions that a data domain needs");
  verb->footer(kHelp);
  verb->add_option("DOMAIN", arguments->domain, "The data domain")->required()->type_name("DOMAIN");
  verb->add_flag("--full", arguments->full, "Also show why each permission is needed");
  verb->callback([arguments, &selected] {
    selected = {Source::kAgentOrCatalog, true,
                [arguments](Session& session) { return RunFind(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
