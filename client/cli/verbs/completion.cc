#include <memory>

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

absl::string_view Script(const std::string& shell) {
  if (shell == "bash") return BashScript();
  return shell == "zsh" ? ZshScript() : FishScript();
}

}  // namespace

void AddCompletionVerb(CLI::App& app, Verb& selected) {
  auto shell = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("completion", "Print a completion script for a shell");
  verb->footer(kHelp);
  verb->add_option("SHELL", *shell, "The shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("SHELL");
  verb->callback([shell, &selected] {
    selected = {Source::kNone, false, [shell](Session& session) -> absl::StatusOr<ExitCode> {
                  LINKSTAT_RETURN_IF_ERROR(session.Write(Script(*shell)));
                  return ExitCode::kYes;
                }};
  });
}

}  // namespace linkstat::cli
