#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/completion/command_model.h"

namespace linkstat::cli {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string ValueArguments(const ValueModel& value) {
  if (value.is_file) return " -r -F";
  if (value.choices.empty()) return " -x";
  return absl::StrCat(" -x -a ", Quoted(absl::StrJoin(value.choices, " ")));
}

std::string OptionLine(const OptionModel& option, const std::string& start) {
  std::string line = start;
  for (const std::string& name : option.names) {
    absl::StrAppend(
        &line, absl::StartsWith(name, "--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
  }
  if (option.takes_value) line += ValueArguments(option.value);
  return absl::StrCat(line, " -d ", Quoted(option.description), "\n");
}

// The condition "this command was entered, and none below it".
std::string Condition(const CommandModel& command, const std::string& entered) {
  std::vector<std::string> below;
  for (const CommandModel& sub : command.commands) below.push_back(sub.name);
  std::string condition = entered;
  if (!below.empty()) {
    absl::StrAppend(&condition, condition.empty() ? "" : "; and ",
                    "not __fish_seen_subcommand_from ", absl::StrJoin(below, " "));
  }
  return condition;
}

void AppendCommand(const CommandModel& command, const std::string& entered, bool with_options,
                   std::string& out) {
  const std::string start =
      absl::StrCat("complete -c linkstat -n ", Quoted(Condition(command, entered)));
  for (const CommandModel& sub : command.commands) {
    absl::StrAppend(&out, start, " -a ", sub.name, " -d ", Quoted(sub.description), "\n");
  }
  if (with_options) {
    for (const OptionModel& option : command.options) out += OptionLine(option, start);
  }
  for (const ValueModel& argument : command.arguments) {
    if (argument.is_file) absl::StrAppend(&out, start, " -F\n");
    if (!argument.choices.empty()) {
      absl::StrAppend(&out, start, " -a ", Quoted(absl::StrJoin(argument.choices, " ")), "\n");
    }
  }
  for (const CommandModel& sub : command.commands) {
    const std::string seen = absl::StrCat("__fish_seen_subcommand_from ", sub.name);
    AppendCommand(sub, entered.empty() ? seen : absl::StrCat(entered, "; and ", seen), true, out);
  }
}

}  // namespace

std::string FishCompletion(const CommandModel& root) {
  std::string script = "# fish completion for linkstat\ncomplete -c linkstat -f\n";
  for (const OptionModel& option : root.options) {
    script += OptionLine(option, "complete -c linkstat");
  }
  AppendCommand(root, "", false, script);
  return script;
}

}  // namespace linkstat::cli
