#ifndef LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_VERBS_H_
#define LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_VERBS_H_

#include "client/cli/verbs/verb.h"

namespace linkstat::cli {

// Each adds one verb of the `account` group; see verb.h.
void AddAccountCreateVerb(CLI::App& group, Verb& selected);
void AddAccountGetVerb(CLI::App& group, Verb& selected);
void AddAccountFindVerb(CLI::App& group, Verb& selected);
void AddAccountListVerb(CLI::App& group, Verb& selected);
void AddAccountSummaryVerb(CLI::App& group, Verb& selected);
void AddAccountReportVerb(CLI::App& group, Verb& selected);
void AddAccountDeleteVerb(CLI::App& group, Verb& selected);
void AddAccountWatchVerb(CLI::App& group, Verb& selected);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_VERBS_H_
