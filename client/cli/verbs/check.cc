#include <memory>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/input/name_lines.h"
#include "client/cli/input/text_file.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/account_options.h"
#include "client/cli/verbs/usage.h"
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
  std::vector<std::string> names;
  std::string file;
  bool none = false;
  AccountOption account;
  bool full = false;
};

absl::Status CheckUsage(const Arguments& arguments, const Session& session) {
  const int given = (arguments.names.empty() ? 0 : 1) + (arguments.file.empty() ? 0 : 1) +
                    (arguments.none ? 1 : 0);
  LINKSTAT_RETURN_IF_ERROR(CheckAccountUsage(arguments.account, given > 0, session));
  return given <= 1 ? absl::OkStatus()
                    : UsageError("names, --file and --none are mutually exclusive");
}

absl::Status Observe(const Arguments& arguments, Session& session,
                     v1::CheckPermissionsRequest& request) {
  if (!arguments.file.empty()) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::string text,
                              ReadInput(arguments.file, "names", session.in()));
    LINKSTAT_ASSIGN_OR_RETURN(const auto names, ParseNameLines(text));
    request.mutable_observed()->mutable_names()->Assign(names.begin(), names.end());
  } else if (arguments.none || !arguments.names.empty()) {
    request.mutable_observed()->mutable_names()->Assign(arguments.names.begin(),
                                                        arguments.names.end());
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunCheck(const Arguments& arguments, Session& session) {
  LINKSTAT_RETURN_IF_ERROR(CheckUsage(arguments, session));
  v1::CheckPermissionsRequest request;
  if (arguments.account) request.set_linked_account(*arguments.account);
  LINKSTAT_RETURN_IF_ERROR(Observe(arguments, session, request));
  request.set_view(arguments.full ? v1::VIEW_FULL : v1::VIEW_BASIC);
  session.ExpectRevision(request);
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, session.Answer(&Client::CheckPermissions,
                                                                core::CheckPermissions, request));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, CheckReport(response)));
  return ExitCodeFor(response.verdict());
}

}  // namespace

void AddCheckVerb(CLI::App& app, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("check", "Check observed permissions");
  verb->footer(kHelp);
  CLI::Option* names = AddVerbatimList(*verb, "PERMISSION",
                                       "Observed permission names; a single - reads them from "
                                       "standard input");
  verb->add_option("-f,--file", arguments->file,
                   "Read the names from this file; - is standard input")
      ->check(NotEmpty())
      ->type_name("FILE");
  verb->add_flag("--none", arguments->none, "The account was observed to have no permission");
  AddAccountOption(*verb, arguments->account, "Check the last observation of this linked account");
  verb->add_flag("--full", arguments->full,
                 "Also show why each permission is needed and what to do");
  verb->callback([arguments, names, &selected] {
    arguments->names = names->results();
    if (arguments->names == std::vector<std::string>{"-"} && arguments->file.empty()) {
      arguments->names.clear();
      arguments->file = "-";
    }
    selected = {Source::kAgentOrCatalog, true,
                [arguments](Session& session) { return RunCheck(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
