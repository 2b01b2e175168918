#ifndef LINKSTAT_CLIENT_CLI_VERBS_VERB_H_
#define LINKSTAT_CLIENT_CLI_VERBS_VERB_H_

#include <functional>
#include <memory>
#include <utility>

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

// A verb as help shows it, and the global options that go with it.
struct VerbInfo {
  const char* name;
  const char* description;
  // Follows the list of options.
  const char* help;
  Source source;
  // Whether --expected-revision applies.
  bool answers_from_revision = false;
};

// The verb of the command line, with its arguments.
struct Verb {
  Source source = Source::kNone;
  bool answers_from_revision = false;
  std::function<absl::StatusOr<ExitCode>(Session&)> run;
};

// Adds a verb to `group`; parsing sets `selected` to it when it was given. Both must outlive
// the parse.
CLI::App& AddVerb(CLI::App& group, Verb& selected, const VerbInfo& info,
                  std::function<absl::StatusOr<ExitCode>(Session&)> run);

// Likewise with the arguments that its options fill, which live as long as `selected`.
template <typename Arguments>
std::pair<CLI::App&, Arguments&> AddVerb(CLI::App& group, Verb& selected, const VerbInfo& info,
                                         absl::StatusOr<ExitCode> (*run)(const Arguments&,
                                                                         Session&)) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App& verb = AddVerb(group, selected, info,
                           [arguments, run](Session& session) { return run(*arguments, session); });
  return {verb, *arguments};
}

// Each adds its verbs to the root `app`.
void AddCheckVerb(CLI::App& app, Verb& selected);
void AddDetailsVerb(CLI::App& app, Verb& selected);
void AddCheckFormVerb(CLI::App& app, Verb& selected);
void AddFindVerb(CLI::App& app, Verb& selected);
void AddWatchVerb(CLI::App& app, Verb& selected);
void AddHealthVerb(CLI::App& app, Verb& selected);
void AddCompletionVerb(CLI::App& app, Verb& selected);

// Likewise to the group `catalog`.
void AddCatalogShowVerb(CLI::App& group, Verb& selected);
void AddCatalogValidateVerb(CLI::App& group, Verb& selected);
void AddCatalogDiffVerb(CLI::App& group, Verb& selected);
void AddCatalogImpactVerb(CLI::App& group, Verb& selected);

// Likewise to the group `account`.
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
