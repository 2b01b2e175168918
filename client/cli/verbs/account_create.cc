#include <utility>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/report/account_report.h"
#include "client/cli/verbs/options.h"
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
  v1::CreateLinkedAccountRequest request;
  v1::LinkIdentity identity;
};

absl::StatusOr<ExitCode> RunCreate(const Arguments& arguments, Session& session) {
  v1::CreateLinkedAccountRequest request = arguments.request;
  if (IsGiven(arguments.identity)) *request.mutable_identity() = arguments.identity;
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
  auto [verb, arguments] = AddVerb(
      group, selected, {"create", "Create a linked account", kHelp, Source::kAgentOnly}, RunCreate);
  AddField(verb, "ID", "ID", arguments.request, "id",
           "The account's id (default: issued by the agent)");
  AddField(verb, "--request-id", "TEXT", arguments.request, "request_id",
           "Makes a retry of the call safe without an ID");
  AddIdentity(verb, arguments.identity, "for the service account's form");
  AddTransitioning(verb, arguments.request);
}

}  // namespace linkstat::cli
