#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "agent/base/status_macros.h"
#include "client/cli/report/account_report.h"
#include "client/cli/report/words.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Accounts are sorted by id, with several states by state first. In a pipe each is\n"
    "printed as soon as it arrives: a line of cells, or with --output json one object\n"
    "per line. --missing takes a permission's id, label or alias.\n"
    "\n"
    "Examples:\n"
    "  linkstat account list\n"
    "  linkstat account list --state action_required --state relink_required\n"
    "  linkstat account list --missing 'Manage Employees' --limit 20 --output json";

constexpr int kMaxPageSize = 1000;

struct Arguments {
  v1::ListLinkedAccountsRequest request;
  const CLI::Option* states = nullptr;
  int limit = std::numeric_limits<int>::max();
  int page_size = kMaxPageSize;
};

// Shows accounts as they come. On a terminal, where a table needs all of them for
// its columns, they are kept until the end.
class AccountOutput {
 public:
  explicit AccountOutput(Session& session) : session_(session) {}

  int shown() const { return shown_; }

  // The accounts of a page, as far as `limit` allows in all.
  absl::Status Add(const v1::ListLinkedAccountsResponse& page, int limit) {
    if (revision_.empty()) revision_ = page.catalog_revision();
    if (revision_ != page.catalog_revision()) return CatalogChangedBetweenPages();
    Section section = AccountSection();
    std::string json;
    for (const v1::LinkedAccount& account : page.linked_accounts()) {
      if (shown_ == limit) break;
      ++shown_;
      if (session_.json()) {
        LINKSTAT_ASSIGN_OR_RETURN(const std::string line, ToJson(account, JsonLayout::kOneLine));
        json += line;
      } else {
        section.rows.push_back(AccountRow(account));
      }
    }
    if (session_.json()) return session_.Write(json);
    if (!session_.terminal().interactive) return session_.ShowPlainRows(section);
    std::move(section.rows.begin(), section.rows.end(), std::back_inserter(table_.rows));
    return absl::OkStatus();
  }

  absl::Status Finish() {
    if (session_.json()) return absl::OkStatus();
    Report report;
    report.headline = NumberLine("accounts", "Linked accounts", shown_);
    report.sections = {table_};
    report.closing.push_back(RevisionLine(revision_));
    return session_.ShowText(report);
  }

 private:
  Session& session_;
  Section table_ = AccountSection();
  std::string revision_;
  int shown_ = 0;
};

absl::Status ListOneState(const Arguments& arguments, v1::LinkState state, Session& session,
                          AccountOutput& output) {
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  v1::ListLinkedAccountsRequest request = arguments.request;
  request.set_state(state);
  session.ExpectRevision(request);
  while (output.shown() < arguments.limit) {
    request.set_page_size(std::min(arguments.limit - output.shown(), arguments.page_size));
    LINKSTAT_ASSIGN_OR_RETURN(const auto page, client->ListLinkedAccounts(request));
    LINKSTAT_RETURN_IF_ERROR(output.Add(page, arguments.limit));
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> RunList(const Arguments& arguments, Session& session) {
  AccountOutput output(session);
  const std::vector<std::string>& states = arguments.states->results();
  if (states.empty()) {
    LINKSTAT_RETURN_IF_ERROR(ListOneState(arguments, v1::LINK_STATE_UNSPECIFIED, session, output));
  }
  for (int value = v1::LinkState_MIN + 1; value <= v1::LinkState_MAX; ++value) {
    const auto state = static_cast<v1::LinkState>(value);
    const std::string word = absl::AsciiStrToLower(Word(state));
    if (std::count(states.begin(), states.end(), word) == 0) continue;
    LINKSTAT_RETURN_IF_ERROR(ListOneState(arguments, state, session, output));
  }
  LINKSTAT_RETURN_IF_ERROR(output.Finish());
  return ExitCode::kYes;
}

}  // namespace

void AddAccountListVerb(CLI::App& group, Verb& selected) {
  auto [verb, arguments] = AddVerb(
      group, selected, {"list", "List linked accounts", kHelp, Source::kAgentOnly, true}, RunList);
  arguments.states =
      AddRepeatable(verb, "--state", "Only accounts in this state; may be repeated")
          ->transform(CLI::IsMember({"pending", "action_required", "ready", "relink_required"},
                                    CLI::ignore_case))
          ->type_name("STATE");
  AddField(verb, "--missing", "PERMISSION", arguments.request, "missing_permission",
           "Only accounts observed to miss this permission");
  AddLimit(verb, arguments.limit, "List at most this many (default: all)");
  verb.add_option("--page-size", arguments.page_size, "Accounts per call (default: 1000)")
      ->check(CLI::Range(1, kMaxPageSize).description(""))
      ->type_name("NUMBER");
}

}  // namespace linkstat::cli
