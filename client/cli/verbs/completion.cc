#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/completion/complete.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Examples:\n"
    "  linkstat completion bash > /etc/bash_completion.d/linkstat\n"
    "  linkstat completion zsh > \"${fpath[1]}/_linkstat\"\n"
    "  linkstat completion fish > ~/.config/fish/completions/linkstat.fish";

absl::StatusOr<ExitCode> RunCompletion(const std::string& shell, Session& session) {
  LINKSTAT_RETURN_IF_ERROR(session.Write(shell == "bash"  ? BashScript()
                                         : shell == "zsh" ? ZshScript()
                                                          : FishScript()));
  return ExitCode::kYes;
}

}  // namespace

void AddCompletionVerb(CLI::App& app, Verb& selected) {
  auto [verb, shell] = AddVerb(
      app, selected, {"completion", "Print a completion script for a shell", kHelp, Source::kNone},
      RunCompletion);
  verb.add_option("SHELL", shell, "The shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("SHELL");
}

}  // namespace linkstat::cli
