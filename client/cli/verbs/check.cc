#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Exit code: 0 SATISFIED, 1 NOT_SATISFIED, 4 nothing was observed.\n"
    "\n"
    "A file contains one name per line, in UTF-8. Lines may end with CRLF; a byte order\n"
    "mark and blank lines are skipped; nothing else in a line is changed. A file without\n"
    "names means, like --none, that no permission was observed. Without names, --file\n"
    "and --none nothing was observed. Put -- before a name that begins with -.\n"
    "\n"
    "Examples:\n"
    "  linkstat check 'Manage Employees' 'View Invoices and Reporting'\n"
    "  linkstat check -f granted.txt --full\n"
    "  pbpaste | linkstat check - --output json\n"
    "  linkstat check --account acme\n"
    "  linkstat check --none --catalog catalog.textproto";

struct Arguments {
  v1::CheckPermissionsRequest request;
  const CLI::Option* names = nullptr;
  std::string file;
  bool none = false;
};

absl::StatusOr<ExitCode> RunCheck(const Arguments& arguments, Session& session) {
  v1::CheckPermissionsRequest request = arguments.request;
  ObservedNames observed{arguments.names->results(), arguments.file, arguments.none};
  if (observed.names == std::vector<std::string>{"-"} && observed.file.empty()) {
    observed.names.clear();
    observed.file = "-";
  }
  LINKSTAT_RETURN_IF_ERROR(
      CheckAccountUsage(request.has_linked_account(), observed.given() > 0, session));
  if (observed.given() > 1) return UsageError("names, --file and --none are mutually exclusive");
  LINKSTAT_ASSIGN_OR_RETURN(const auto permissions, observed.Read("names", session.in()));
  if (permissions) *request.mutable_observed() = *permissions;
  session.ExpectRevision(request);
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, session.Answer(&Client::CheckPermissions,
                                                                core::CheckPermissions, request));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, CheckReport(response)));
  return ExitCodeFor(response.verdict());
}

}  // namespace

void AddCheckVerb(CLI::App& app, Verb& selected) {
  auto [verb, arguments] = AddVerb(
      app, selected, {"check", "Check observed permissions", kHelp, Source::kAgentOrCatalog, true},
      RunCheck);
  arguments.names = AddVerbatimList(verb, "PERMISSION",
                                    "Observed permission names; a single - reads them from "
                                    "standard input");
  AddFile(verb, "-f,--file", arguments.file, "Read the names from this file; - is standard input");
  verb.add_flag("--none", arguments.none, "The account was observed to have no permission");
  AddAccount(verb, arguments.request, "Check the last observation of this linked account");
  AddFull(verb, arguments.request, "Also show why each permission is needed and what to do");
}

}  // namespace linkstat::cli
