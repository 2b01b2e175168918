#include <memory>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/input/form_json.h"
#include "client/cli/input/name_lines.h"
#include "client/cli/input/text_file.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/account_options.h"
#include "client/cli/verbs/usage.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Exit code: 0 SATISFIED, 1 NOT_SATISFIED, 4 not enough was observed.\n"
    "\n"
    "The form is a JSON object from label to value, at most 1 MiB. A value is a string,\n"
    "or an array of strings for a field of several parts. An empty string means that\n"
    "the field was observed to be empty; leave out what was not observed. Without a\n"
    "permission option the permissions were not observed.\n"
    "\n"
    "Examples:\n"
    "  linkstat check-form form.json --permissions-file granted.txt\n"
    "  linkstat check-form - --no-permissions < form.json\n"
    "  linkstat check-form form.json --first-name Ada --work-email ada@link.example\n"
    "  linkstat check-form --account acme";

struct Arguments {
  std::string form;
  IdentityOptions identity;
  AccountOption account;
  bool transitioning = false;
  bool full = false;
  std::vector<std::string> permissions;
  std::string permissions_file;
  bool no_permissions = false;
};

absl::Status CheckUsage(const Arguments& arguments, const Session& session) {
  const int given = (arguments.permissions.empty() ? 0 : 1) +
                    (arguments.permissions_file.empty() ? 0 : 1) +
                    (arguments.no_permissions ? 1 : 0);
  const bool others =
      !arguments.form.empty() || given > 0 || arguments.identity.given() || arguments.transitioning;
  LINKSTAT_RETURN_IF_ERROR(CheckAccountUsage(arguments.account, others, session));
  if (!arguments.account && arguments.form.empty())
    return UsageError("FILE or --account is required");
  if (given > 1) {
    return UsageError(
        "--permission, --permissions-file and --no-permissions are mutually exclusive");
  }
  if (arguments.form == "-" && arguments.permissions_file == "-") {
    return UsageError("FILE and --permissions-file cannot both be standard input");
  }
  return absl::OkStatus();
}

absl::Status ObservePermissions(const Arguments& arguments, Session& session,
                                v1::CheckServiceAccountRequest& request) {
  std::vector<std::string> names = arguments.permissions;
  if (!arguments.permissions_file.empty()) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::string text,
                              ReadInput(arguments.permissions_file, "permissions", session.in()));
    LINKSTAT_ASSIGN_OR_RETURN(names, ParseNameLines(text));
  } else if (names.empty() && !arguments.no_permissions) {
    return absl::OkStatus();
  }
  request.mutable_observed()->mutable_names()->Assign(names.begin(), names.end());
  return absl::OkStatus();
}

absl::Status Observe(const Arguments& arguments, Session& session,
                     v1::CheckServiceAccountRequest& request) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string json, ReadText(arguments.form, "form", session.in()));
  LINKSTAT_ASSIGN_OR_RETURN(*request.mutable_form(), ParseFormJson(json));
  LINKSTAT_RETURN_IF_ERROR(ObservePermissions(arguments, session, request));
  if (arguments.identity.given()) {
    *request.mutable_expected_identity() = arguments.identity.ToProto();
  }
  request.set_transitioning(arguments.transitioning);
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunCheckForm(const Arguments& arguments, Session& session) {
  LINKSTAT_RETURN_IF_ERROR(CheckUsage(arguments, session));
  v1::CheckServiceAccountRequest request;
  if (arguments.account) {
    request.set_linked_account(*arguments.account);
  } else {
    LINKSTAT_RETURN_IF_ERROR(Observe(arguments, session, request));
  }
  request.set_view(arguments.full ? v1::VIEW_FULL : v1::VIEW_BASIC);
  session.ExpectRevision(request);
  LINKSTAT_ASSIGN_OR_RETURN(
      const auto response,
      session.Answer(&Client::CheckServiceAccount, core::CheckServiceAccount, request));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, FormReport(response)));
  return ExitCodeFor(response.verdict());
}

void AddPermissionOptions(CLI::App& verb, Arguments& arguments) {
  verb.add_option("--permissions-file", arguments.permissions_file,
                  "Read the observed permissions from this file, one name per line; - is standard "
                  "input")
      ->check(NotEmpty())
      ->type_name("FILE");
  verb.add_flag("--no-permissions", arguments.no_permissions,
                "The account was observed to have no permission");
}

}  // namespace

void AddCheckFormVerb(CLI::App& app, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("check-form", "Check a service account's form");
  verb->footer(kHelp);
  verb->add_option("FILE", arguments->form, "The form as JSON; - is standard input")
      ->check(NotEmpty())
      ->type_name("FILE");
  AddAccountOption(*verb, arguments->account,
                   "Check the last observation of this linked account, form and permissions");
  AddIdentityOptions(*verb, arguments->identity, "expected in the form");
  CLI::Option* permissions =
      AddRepeatable(*verb, "--permission", "An observed permission; may be repeated")
          ->type_name("PERMISSION");
  AddPermissionOptions(*verb, *arguments);
  verb->add_flag("--transitioning", arguments->transitioning,
                 "The customer is moving from a previous authentication process");
  verb->add_flag("--full", arguments->full, "Also show why and what to do");
  verb->callback([arguments, permissions, &selected] {
    arguments->permissions = permissions->results();
    selected = {Source::kAgentOrCatalog, true,
                [arguments](Session& session) { return RunCheckForm(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
