#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/report/account_report.h"
#include "client/cli/verbs/account_options.h"
#include "client/cli/verbs/usage.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Without an ID the agent issues one. An account that exists with the same values is\n"
    "printed unchanged, so that a retry with the same ID or --request-id is safe. If the\n"
    "first name or work email is left out, the agent sets it, where its settings allow.\n"
    "\n"
    "Examples:\n"
    "  linkstat account create acme\n"
    "  linkstat account create --request-id 2026-03-01/17 --transitioning\n"
    "  linkstat account create acme --first-name Ada --work-email ada@link.example";

struct Arguments {
  std::optional<std::string> id;
  std::optional<std::string> request_id;
  IdentityOptions identity;
  bool transitioning = false;
};

absl::StatusOr<ExitCode> RunCreate(const Arguments& arguments, Session& session) {
  v1::CreateLinkedAccountRequest request;
  if (arguments.id) request.set_id(*arguments.id);
  if (arguments.request_id) request.set_request_id(*arguments.request_id);
  if (arguments.identity.given()) *request.mutable_identity() = arguments.identity.ToProto();
  request.set_transitioning(arguments.transitioning);
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, client->CreateLinkedAccount(request));
  Report report = AccountReport(response.linked_account());
  Line created;
  created.key = "created";
  created.word.text = response.created() ? "CREATED" : "EXISTED";
  report.closing.insert(report.closing.begin(), std::move(created));
  LINKSTAT_RETURN_IF_ERROR(session.Show(response, report));
  return ExitCode::kYes;
}

}  // namespace

void AddAccountCreateVerb(CLI::App& group, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = group.add_subcommand("create", "Create a linked account");
  verb->footer(kHelp);
  AddOptional(*verb, "ID", arguments->id, "The account's id (default: issued by the agent)")
      ->type_name("ID");
  AddOptional(*verb, "--request-id", arguments->request_id,
              "Makes a retry of the call safe without an ID")
      ->type_name("TEXT");
  AddIdentityOptions(*verb, arguments->identity, "for the service account's form");
  verb->add_flag("--transitioning", arguments->transitioning,
                 "The customer is moving from a previous authentication process");
  verb->callback([arguments, &selected] {
    selected = {Source::kAgentOnly, false,
                [arguments](Session& session) { return RunCreate(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
