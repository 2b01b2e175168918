#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/verbs/options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "The account's personal data is deleted permanently, and its work email is never\n"
    "issued or accepted again. The account is deleted immediately; its bytes leave the\n"
    "agent's store file at the next purge, within 10 minutes or at a graceful shutdown.\n"
    "An account that does not exist, or no longer does, is invalid input.\n"
    "\n"
    "Examples:\n"
    "  linkstat account delete acme";

absl::StatusOr<ExitCode> RunDelete(const v1::DeleteLinkedAccountRequest& request,
                                   Session& session) {
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, client->DeleteLinkedAccount(request));
  LINKSTAT_RETURN_IF_ERROR(
      session.json() ? session.ShowJson(response)
                     : session.Write(absl::StrCat("deleted\t", SafeText(request.id()), "\n")));
  return ExitCode::kYes;
}

}  // namespace

void AddAccountDeleteVerb(CLI::App& group, Verb& selected) {
  auto [verb, request] = AddVerb(
      group, selected, {"delete", "Delete a linked account permanently", kHelp, Source::kAgentOnly},
      RunDelete);
  verb.add_option("ID", *request.mutable_id(), "The account's id")->required()->type_name("ID");
  AddField(verb, "--etag", "ETAG", request, "etag", "Fail unless this is the account's etag");
}

}  // namespace linkstat::cli
