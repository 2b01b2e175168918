#include "client/cli/report/account_report.h"

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "agent/base/status_macros.h"
#include "client/cli/input/form_json.h"
#include "client/cli/input/text_file.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/report_lines.h"
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
  // The account's id and the names.
  const CLI::Option* words = nullptr;
  bool none = false;
  std::string form;
  bool relinked = false;
  std::optional<std::string> observed_at;
  std::string file;
};

absl::Status CheckUsage(const Arguments& arguments) {
  if (!arguments.file.empty()) {
    const bool alone = arguments.words->empty() && !arguments.none && arguments.form.empty() &&
                       !arguments.relinked && !arguments.observed_at;
    return alone ? absl::OkStatus()
                 : UsageError("--file cannot be used with an ID or the options of one report");
  }
  if (arguments.words->empty()) return UsageError("ID or --file is required");
  if (arguments.none && arguments.words->count() > 1) {
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
  const std::vector<std::string>& words = arguments.words->results();
  report.set_linked_account(words.front());
  LINKSTAT_RETURN_IF_ERROR(SetTime(arguments.observed_at, report));
  if (arguments.none || words.size() > 1) {
    report.mutable_observed()->mutable_names()->Assign(words.begin() + 1, words.end());
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

}  // namespace

void AddAccountReportVerb(CLI::App& group, Verb& selected) {
  auto [verb, arguments] = AddVerb(
      group, selected,
      {"report", "Report observations of linked accounts", kHelp, Source::kAgentOnly}, RunReport);
  arguments.words =
      AddVerbatimList(verb, "ID", "The account's id, then the names of the observed permissions");
  verb.add_flag("--none", arguments.none, "The account was observed to have no permission");
  AddFile(verb, "--form", arguments.form,
          "The observed form, in the format of check-form; - is standard input");
  verb.add_flag("--relinked", arguments.relinked,
                "The customer was observed to have linked again with the work email");
  AddOptional(verb, "--observed-at", arguments.observed_at,
              "Time of the observation, RFC 3339 (default: now)")
      ->type_name("TIME");
  AddFile(verb, "-f,--file", arguments.file,
          "Read reports from this file, one per line; - is standard input");
}

}  // namespace linkstat::cli
