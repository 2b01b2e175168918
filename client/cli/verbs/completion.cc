#include <memory>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/completion/command_model.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {
namespace {

constexpr char kHelp[] =
    "Examples:\n"
    "  linkstat completion bash > /etc/bash_completion.d/linkstat\n"
    "  linkstat completion zsh > \"${fpath[1]}/_linkstat\"\n"
    "  linkstat completion fish > ~/.config/fish/completions/linkstat.fish";

std::string Script(const std::string& shell, const CommandModel& root) {
  if (shell == "bash") return BashCompletion(root);
  if (shell == "zsh") return ZshCompletion(root);
  return FishCompletion(root);
}

}  // namespace

void AddCompletionVerb(CLI::App& app, Verb& selected) {
  auto shell = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("completion", "Write a completion script for a shell");
  verb->footer(kHelp);
  verb->add_option("SHELL", *shell, "Which shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->type_name("SHELL");
  verb->callback([shell, &app, &selected] {
    selected = {Source::kNone, false, [shell, &app](Session& session) -> absl::StatusOr<ExitCode> {
                  LINKSTAT_RETURN_IF_ERROR(session.Write(Script(*shell, DescribeCommand(app))));
                  return ExitCode::kYes;
                }};
  });
}

}  // namespace linkstat::cli
