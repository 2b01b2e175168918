#include "client/cli/command_line.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/text.h"
#include "client/cli/verbs/options.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Global options are accepted before and after the verb. With --catalog FILE the\n"
    "answer is computed from that file without an agent; its JSON is byte for byte the\n"
    "agent's.\n"
    "\n"
    "Exit code: 0 yes (SATISFIED, READY, SERVING, valid, or printed), 1 no, 2 wrong\n"
    "usage or invalid input, 3 the agent is unreachable or failed, or the output cannot\n"
    "be written, 4 INDETERMINATE or PENDING.\n"
    "\n"
    "NO_COLOR disables colours. In a pipe, answers are lines of cells separated by tabs.\n"
    "With --output json, an error is a JSON object on standard error.\n"
    "\n"
    "Examples:\n"
    "  linkstat check 'Manage Employees' 'Edit Company Settings'\n"
    "  linkstat details --first-name Ada --work-email ada@link.example\n"
    "  linkstat --endpoint agent.example:50051 --tls health\n"
    "  linkstat check -f granted.txt --catalog catalog.textproto --output json";

void AddCatalogVerbs(CLI::App& app, Verb& selected) {
  CLI::App* group = app.add_subcommand(
      "catalog", "Show, validate and compare catalogs, and preview their impact");
  group->require_subcommand(1);
  AddCatalogShowVerb(*group, selected);
  AddCatalogValidateVerb(*group, selected);
  AddCatalogDiffVerb(*group, selected);
  AddCatalogImpactVerb(*group, selected);
}

void AddAccountVerbs(CLI::App& app, Verb& selected) {
  CLI::App* group = app.add_subcommand("account", "Manage linked accounts");
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

// A verb's help does not list the global options.
void MentionGlobalOptions(CLI::App& app) {
  for (CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    verb->footer(verb->get_footer() + "\n\nGlobal options: linkstat --help.");
    MentionGlobalOptions(*verb);
  }
}

}  // namespace

CommandLine::CommandLine()
    : app("Check and explain how a Justworks account is linked.", "linkstat") {
  app.set_version_flag("--version", "linkstat " LINKSTAT_VERSION, "Print the version and exit");
  app.require_subcommand(1);
  // The global options are taken after a verb as well.
  app.fallthrough();
  app.footer(kHelp);
  AddGlobalOptions(app, options);
  AddCheckVerb(app, verb);
  AddDetailsVerb(app, verb);
  AddCheckFormVerb(app, verb);
  AddCatalogVerbs(app, verb);
  AddFindVerb(app, verb);
  AddWatchVerb(app, verb);
  AddAccountVerbs(app, verb);
  AddHealthVerb(app, verb);
  AddCompletionVerb(app, verb);
  MentionGlobalOptions(app);
}

CLI::App& AddVerb(CLI::App& group, Verb& selected, const VerbInfo& info,
                  std::function<absl::StatusOr<ExitCode>(Session&)> run) {
  CLI::App& verb = *group.add_subcommand(info.name, info.description);
  verb.footer(info.help);
  verb.callback([info, run = std::move(run), &selected] {
    selected = {info.source, info.answers_from_revision, run};
  });
  return verb;
}

absl::StatusOr<std::vector<std::string>> ReadArguments(int argc, const char* const* argv) {
  std::vector<std::string> arguments;
  FieldFaults faults;
  bool options_ended = false;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (!core::IsUtf8(argument)) faults.Add(absl::StrCat("argument ", i), "is not UTF-8");
    // To CLI11 `++` ends a verb.
    if (argument == "++" && !options_ended) {
      faults.Add(absl::StrCat("argument ", i), "is ++; a name needs a letter or digit");
    }
    if (argument == "--") options_ended = true;
    // CLI11 takes the argument after `--option=` for the option's value.
    const bool empty_value = !options_ended && argument.size() > 3 &&
                             absl::StartsWith(argument, "--") && absl::EndsWith(argument, "=");
    if (empty_value) argument.pop_back();
    arguments.push_back(std::move(argument));
    if (empty_value) arguments.emplace_back();
  }
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return arguments;
}

absl::Status CheckGlobalOptions(const CommandLine& line) {
  if (line.options.catalog && line.verb.source == Source::kAgentOnly) {
    return UsageError("--catalog cannot be used with this verb: it needs an agent");
  }
  if (line.options.catalog && line.verb.source == Source::kNone) {
    return UsageError("--catalog cannot be used with this verb: it calls no agent");
  }
  if (line.options.expected_revision && !line.verb.answers_from_revision) {
    return UsageError("--expected-revision cannot be used with this verb");
  }
  return absl::OkStatus();
}

}  // namespace linkstat::cli
