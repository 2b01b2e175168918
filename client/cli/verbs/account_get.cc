#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/report/account_report.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kGetHelp[] =
    "Exit code: 0 READY, 1 ACTION_REQUIRED or RELINK_REQUIRED, 4 PENDING.\n"
    "\n"
    "Examples:\n"
    "  linkstat account get acme\n"
    "  linkstat account get acme --output json";

constexpr char kFindHelp[] =
    "Exit code: as for account get. The email is not case-sensitive.\n"
    "\n"
    "Examples:\n"
    "  linkstat account find ada@link.example";

// Shows the account of an answer; its state is the exit code.
template <typename Response>
absl::StatusOr<ExitCode> ShowAccount(const absl::StatusOr<Response>& response, Session& session) {
  LINKSTAT_RETURN_IF_ERROR(response.status());
  const v1::LinkedAccount& account = response->linked_account();
  LINKSTAT_RETURN_IF_ERROR(session.Show(*response, AccountReport(account)));
  return ExitCodeFor(account.state());
}

absl::StatusOr<ExitCode> RunGet(const v1::GetLinkedAccountRequest& request, Session& session) {
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  return ShowAccount(client->GetLinkedAccount(request), session);
}

absl::StatusOr<ExitCode> RunFind(const v1::FindByWorkEmailRequest& request, Session& session) {
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  return ShowAccount(client->FindByWorkEmail(request), session);
}

}  // namespace

void AddAccountGetVerb(CLI::App& group, Verb& selected) {
  auto [verb, request] = AddVerb(
      group, selected,
      {"get", "Show a linked account with its permission check", kGetHelp, Source::kAgentOnly},
      RunGet);
  verb.add_option("ID", *request.mutable_id(), "The account's id")->required()->type_name("ID");
}

void AddAccountFindVerb(CLI::App& group, Verb& selected) {
  auto [verb, request] =
      AddVerb(group, selected,
              {"find", "Show the linked account with a work email", kFindHelp, Source::kAgentOnly},
              RunFind);
  verb.add_option("EMAIL", *request.mutable_work_email(), "The work email")
      ->required()
      ->type_name("EMAIL");
}

}  // namespace linkstat::cli
