#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "The text leaves out permissions that no account misses.\n"
    "\n"
    "Examples:\n"
    "  linkstat account summary";

absl::StatusOr<ExitCode> RunSummary(Session& session) {
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, client->SummarizeLinkedAccounts({}));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, SummaryReport(response, session.terminal())));
  return ExitCode::kYes;
}

}  // namespace

void AddAccountSummaryVerb(CLI::App& group, Verb& selected) {
  AddVerb(group, selected,
          {"summary", "Count linked accounts by state and by missing permission", kHelp,
           Source::kAgentOnly},
          RunSummary);
}

}  // namespace linkstat::cli
