#include <memory>
#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/verbs/usage.h"
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

struct Arguments {
  std::string id;
  std::optional<std::string> etag;
};

absl::StatusOr<ExitCode> RunDelete(const Arguments& arguments, Session& session) {
  v1::DeleteLinkedAccountRequest request;
  request.set_id(arguments.id);
  if (arguments.etag) request.set_etag(*arguments.etag);
  LINKSTAT_ASSIGN_OR_RETURN(Client * client, session.client());
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, client->DeleteLinkedAccount(request));
  LINKSTAT_RETURN_IF_ERROR(
      session.json() ? session.ShowJson(response)
                     : session.Write(absl::StrCat("deleted\t", SafeText(arguments.id), "\n")));
  return ExitCode::kYes;
}

}  // namespace

void AddAccountDeleteVerb(CLI::App& group, Verb& selected) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = group.add_subcommand("delete", "Delete a linked account permanently");
  verb->footer(kHelp);
  verb->add_option("ID", arguments->id, "The account's id")->required()->type_name("ID");
  AddOptional(*verb, "--etag", arguments->etag, "Fail unless this is the account's etag")
      ->type_name("ETAG");
  verb->callback([arguments, &selected] {
    selected = {Source::kAgentOnly, false,
                [arguments](Session& session) { return RunDelete(*arguments, session); }};
  });
}

}  // namespace linkstat::cli
