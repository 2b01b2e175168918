#include "CLI/CLI.hpp"
#include "client/cli/verbs/account_verbs.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {

void AddAccountVerbs(CLI::App& app, Verb& selected) {
  CLI::App* group = app.add_subcommand("account", "Keep linked accounts and tell their state");
  group->require_subcommand(1);
  AddAccountCreateVerb(*group, selected);
  AddAccountGetVerb(*group, selected);
  AddAccountFindVerb(*group, selected);
  AddAccountListVerb(*group, selected);
  AddAccountSummaryVerb(*group, selected);
  AddAccountReportVerb(*group, selected);
  AddAccountDeleteVerb(*group, selected);
  AddAccountWatchVerb(*group, selected);
}

}  // namespace linkstat::cli
