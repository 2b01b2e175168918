#include "client/cli/report/account_report.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "agent/base/status_macros.h"
#include "client/cli/input/form_json.h"
#include "client/cli/input/text_file.h"
#include "client/cli/verbs/report_lines.h"
#include "client/cli/verbs/usage.h"
#include "client/cli/verbs/verb.h"
#include "google/protobuf/util/time_util.h"

namespace linkstat::cli {
namespace {

using ::google::protobuf::util::TimeUtil;

constexpr char kHelp[] =
    "One account: ID, with the names of the observed permissions, --none if it has none,\n"
    "--form for its form, --relinked. What is left out was not observed. The exit code\n"
    "is 0 if the report was accepted or is stale.\n"
    "\n"
    "Many accounts: --file with one JSON object per line, in protobuf's JSON format of\n"
    "ServiceAccountReport. A refused line is reported with its number, and the others\n"
    "are still sent; the exit code is 1 if any was refused. With --output json each\n"
    "refused line, and at the end the counts, are one object per line. Sending a file\n"
    "again is safe.\n"
    "\n"
    "Examples:\n"
    "  linkstat account report acme 'Manage Employees' 'Edit Company Settings'\n"
    "  linkstat account report acme --none --observed-at 2026-03-01T12:00:00Z\n"
    "  linkstat account report -f reports.jsonl\n"
    "\n"
    "A line of such a file (shown as two):\n"
    "  {\"linkedAccount\": \"acme\", \"observedAt\": \"2026-03-01T12:00:00Z\",\n"
    "   \"observed\": {\"names\": [\"Manage Employees\"]}}";

struct Arguments {
  std::optional<std::string> id;
  std::vector<std::string> names;
  bool none = false;
  std::string form;
  bool relinked = false;
  std::optional<std::string> observed_at;
  std::string file;
};

absl::Status CheckUsage(const Arguments& arguments) {
  if (!arguments.file.empty()) {
    const bool alone = !arguments.id && arguments.names.empty() && !arguments.none &&
                       arguments.form.empty() && !arguments.relinked && !arguments.observed_at;
    return alone ? absl::OkStatus()
                 : UsageError("--file cannot be used with an ID or the options of one report");
  }
  if (!arguments.id) return UsageError("ID or --file is required");
  if (arguments.none && !arguments.names.empty()) {
    return UsageError("names and --none are mutually exclusive");
  }
  return absl::OkStatus();
}

absl::Status SetTime(const std::optional<std::string>& given, v1::ServiceAccountReport& report) {
  if (!given) {
    *report.mutable_observed_at() = TimeUtil::NanosecondsToTimestamp(absl::GetCurrentTimeNanos());
  } else if (!TimeUtil::FromString(*given, report.mutable_observed_at())) {
    return UsageError("--observed-at must be a time of RFC 3339 such as 2026-03-01T12:00:00Z");
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> ReportOne(const Arguments& arguments, Session& session) {
  v1::ReportServiceAccountRequest request;
  v1::ServiceAccountReport& report = *request.mutable_report();
  report.set_linked_account(*arguments.id);
  LINKSTAT_RETURN_IF_ERROR(SetTime(arguments.observed_at, report));
  if (arguments.none || !arguments.names.empty()) {
    report.mutable_observed()->mutable_names()->Assign(arguments.names.begin(),
                                                       arguments.names.end());
  }
  if (!arguments.form.empty()) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::string json,
                              ReadText(arguments.form, "form", session.in()));
    LINKSTAT_ASSIGN_OR_RETURN(*report.mutable_form(), ParseFormJson(json));
  }
  report.set_relinked(arguments.relinked);
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, client->ReportServiceAccount(request));
  LINKSTAT_RETURN_IF_ERROR(
      session.Show(response, OutcomeReport(response.outcome(), response.linked_account())));
  return ExitCode::kYes;
}

absl::StatusOr<ExitCode> RunReport(const Arguments& arguments, Session& session) {
  LINKSTAT_RETURN_IF_ERROR(CheckUsage(arguments));
  return arguments.file.empty() ? ReportOne(arguments, session)
                                : ReportLines(arguments.file, session);
}

void AddOptions(CLI::App& verb, Arguments& arguments) {
  verb.add_flag("--none", arguments.none, "The account was observed to have no permission");
  verb.add_option("--form", arguments.form,
                  "The observed form, in the format of check-form; - is standard input")
      ->check(NotEmpty())
      ->type_name("FILE");
  verb.add_flag("--relinked", arguments.relinked,
                "The customer was observed to have linked again with the work email");
  AddOptional(verb, "--observed-at", arguments.observed_at,
              "Time of the observation, RFC 3339 (default: now)")
      ->type_name("TIME");
  verb.add_option("-f,--file", arguments.file,
                  "Read reports from this file, one per line; - is standard input")
      ->check(NotEmpty())
      ->type_name("FILE");
}

}  // namespace

void AddAccountReportVerb(CLI::App& group, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = group.add_subcommand("report", "Report observations of linked accounts");
  verb->footer(kHelp);
  CLI::Option* words =
      AddVerbatimList(*verb, "ID", "The account's id, then the names of the observed permissions");
  AddOptions(*verb, *arguments);
  verb->callback([arguments, words, &selected] {
    arguments->names = words->results();
    if (!arguments->names.empty()) {
      arguments->id = arguments->names.front();
      arguments->names.erase(arguments->names.begin());
    }
    selected = {Source::kAgentOnly, false,
                [arguments](Session& session) { return RunReport(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
