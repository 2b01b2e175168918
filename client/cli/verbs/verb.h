#ifndef LINKSTAT_CLIENT_CLI_VERBS_VERB_H_
#define LINKSTAT_CLIENT_CLI_VERBS_VERB_H_

#include <functional>

#include "absl/status/statusor.h"
#include "client/cli/cli11_fwd.h"
#include "client/cli/exit_code.h"
#include "client/cli/session.h"

namespace linkstat::cli {

// Where a verb's answer can come from; the others are wrong usage.
enum class Source {
  kAgentOrCatalog,
  kAgentOnly,
  // Neither the agent nor --catalog is used.
  kNone,
};

// The verb of the command line, with its arguments.
struct Verb {
  Source source = Source::kNone;
  // Whether --expected-revision applies.
  bool answers_from_revision = false;
  std::function<absl::StatusOr<ExitCode>(Session&)> run;
};

// Each adds its verbs to the root `app`; parsing sets `selected` to the verb that
// was given. Both must outlive the parse.
void AddCheckVerb(CLI::App& app, Verb& selected);
void AddDetailsVerb(CLI::App& app, Verb& selected);
void AddCheckFormVerb(CLI::App& app, Verb& selected);
void AddFindVerb(CLI::App& app, Verb& selected);
void AddWatchVerb(CLI::App& app, Verb& selected);
void AddHealthVerb(CLI::App& app, Verb& selected);
void AddCompletionVerb(CLI::App& app, Verb& selected);

// Likewise for one verb of the group `catalog`.
void AddCatalogShowVerb(CLI::App& group, Verb& selected);
void AddCatalogValidateVerb(CLI::App& group, Verb& selected);
void AddCatalogDiffVerb(CLI::App& group, Verb& selected);
void AddCatalogImpactVerb(CLI::App& group, Verb& selected);

// Likewise for one verb of the group `account`.
void AddAccountCreateVerb(CLI::App& group, Verb& selected);
void AddAccountGetVerb(CLI::App& group, Verb& selected);
void AddAccountFindVerb(CLI::App& group, Verb& selected);
void AddAccountListVerb(CLI::App& group, Verb& selected);
void AddAccountSummaryVerb(CLI::App& group, Verb& selected);
void AddAccountReportVerb(CLI::App& group, Verb& selected);
void AddAccountDeleteVerb(CLI::App& group, Verb& selected);
void AddAccountWatchVerb(CLI::App& group, Verb& selected);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_VERB_H_
