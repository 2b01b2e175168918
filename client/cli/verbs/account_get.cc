#include <memory>
#include <string>

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

absl::StatusOr<ExitCode> RunGet(const std::string& id, Session& session) {
  v1::GetLinkedAccountRequest request;
  request.set_id(id);
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  return ShowAccount(client->GetLinkedAccount(request), session);
}

absl::StatusOr<ExitCode> RunFind(const std::string& work_email, Session& session) {
  v1::FindByWorkEmailRequest request;
  request.set_work_email(work_email);
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  return ShowAccount(client->FindByWorkEmail(request), session);
}

}  // namespace

void AddAccountGetVerb(CLI::App& group, Verb& selected) {
  auto id = std::make_shared<std::string>();
  CLI::App* verb = group.add_subcommand("get", "Show a linked account with its permission check");
  verb->footer(kGetHelp);
  verb->add_option("ID", *id, "The account's id")->required()->type_name("ID");
  verb->callback([id, &selected] {
    selected = {Source::kAgentOnly, false, [id](Session& session) { return RunGet(*id, session); }};
  });
}

void AddAccountFindVerb(CLI::App& group, Verb& selected) {
  auto work_email = std::make_shared<std::string>();
  CLI::App* verb = group.add_subcommand("find", "Show the linked account with a work email");
  verb->footer(kFindHelp);
  verb->add_option("EMAIL", *work_email, "The work email")->required()->type_name("EMAIL");
  verb->callback([work_email, &selected] {
    selected = {Source::kAgentOnly, false,
                [work_email](Session& session) { return RunFind(*work_email, session); }};
  });
}

}  // namespace linkstat::cli
