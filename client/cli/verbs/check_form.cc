#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "agent/core/linking.h"
#include "client/cli/input/form_json.h"
#include "client/cli/input/text_file.h"
#include "client/cli/report/reports.h"
#include "client/cli/verbs/options.h"
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
  v1::CheckServiceAccountRequest request;
  std::string form;
  v1::LinkIdentity identity;
  const CLI::Option* permissions = nullptr;
  std::string permissions_file;
  bool no_permissions = false;
};

absl::Status CheckUsage(const Arguments& arguments, const ObservedNames& observed,
                        const Session& session) {
  const bool account = arguments.request.has_linked_account();
  const bool others = !arguments.form.empty() || observed.given() > 0 ||
                      IsGiven(arguments.identity) || arguments.request.transitioning();
  LINKSTAT_RETURN_IF_ERROR(CheckAccountUsage(account, others, session));
  if (!account && arguments.form.empty()) return UsageError("FILE or --account is required");
  if (observed.given() > 1) {
    return UsageError(
        "--permission, --permissions-file and --no-permissions are mutually exclusive");
  }
  if (arguments.form == "-" && observed.file == "-") {
    return UsageError("FILE and --permissions-file cannot both be standard input");
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunCheckForm(const Arguments& arguments, Session& session) {
  const ObservedNames observed{arguments.permissions->results(), arguments.permissions_file,
                               arguments.no_permissions};
  LINKSTAT_RETURN_IF_ERROR(CheckUsage(arguments, observed, session));
  v1::CheckServiceAccountRequest request = arguments.request;
  if (!arguments.form.empty()) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::string json,
                              ReadText(arguments.form, "form", session.in()));
    LINKSTAT_ASSIGN_OR_RETURN(*request.mutable_form(), ParseFormJson(json));
  }
  LINKSTAT_ASSIGN_OR_RETURN(const auto permissions, observed.Read("permissions", session.in()));
  if (permissions) *request.mutable_observed() = *permissions;
  if (IsGiven(arguments.identity)) *request.mutable_expected_identity() = arguments.identity;
  session.ExpectRevision(request);
  LINKSTAT_ASSIGN_OR_RETURN(
      const auto response,
      session.Answer(&Client::CheckServiceAccount, core::CheckServiceAccount, request));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, FormReport(response)));
  return ExitCodeFor(response.verdict());
}

}  // namespace

void AddCheckFormVerb(CLI::App& app, Verb& selected) {
  auto [verb, arguments] = AddVerb(
      app, selected,
      {"check-form", "Check a service account's form", kHelp, Source::kAgentOrCatalog, true},
      RunCheckForm);
  AddFile(verb, "FILE", arguments.form, "The form as JSON; - is standard input");
  AddAccount(verb, arguments.request,
             "Check the last observation of this linked account, form and permissions");
  AddIdentity(verb, arguments.identity, "expected in the form");
  arguments.permissions =
      AddRepeatable(verb, "--permission", "An observed permission; may be repeated")
          ->type_name("PERMISSION");
  AddFile(verb, "--permissions-file", arguments.permissions_file,
          "Read the observed permissions from this file, one name per line; - is standard input");
  verb.add_flag("--no-permissions", arguments.no_permissions,
                "The account was observed to have no permission");
  AddTransitioning(verb, arguments.request);
  AddFull(verb, arguments.request, "Also show why and what to do");
}

}  // namespace linkstat::cli
