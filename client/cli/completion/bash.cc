#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/completion/command_model.h"

namespace linkstat::cli {
namespace {

constexpr char kStart[] = R"(# bash completion for linkstat
_linkstat() {
  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"
  local path=linkstat word words='' files=''
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
)";

constexpr char kAfterPaths[] = R"(    esac
  done
  case "$prev" in
)";

constexpr char kAfterValues[] = R"(  esac
  case "$path" in
)";

constexpr char kEnd[] = R"(  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n "$files" && "$cur" != -* ]]; then
    COMPREPLY+=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _linkstat linkstat
)";

// A branch for each command: what can follow it.
void AppendCommands(const CommandModel& command, const std::string& path,
                    const std::vector<std::string>& global, std::string& out) {
  std::vector<std::string> words;
  for (const CommandModel& sub : command.commands) words.push_back(sub.name);
  bool files = false;
  for (const ValueModel& argument : command.arguments) {
    words.insert(words.end(), argument.choices.begin(), argument.choices.end());
    files = files || argument.is_file;
  }
  for (const OptionModel& option : command.options) {
    words.insert(words.end(), option.names.begin(), option.names.end());
  }
  words.insert(words.end(), global.begin(), global.end());
  absl::StrAppend(&out, "    '", path, "') words='", absl::StrJoin(words, " "), "'",
                  files ? " files=1" : "", " ;;\n");
  for (const CommandModel& sub : command.commands) {
    AppendCommands(sub, absl::StrCat(path, " ", sub.name), global, out);
  }
}

// A branch for each command that can be entered.
void AppendPaths(const CommandModel& command, const std::string& path, std::string& out) {
  for (const CommandModel& sub : command.commands) {
    const std::string sub_path = absl::StrCat(path, " ", sub.name);
    absl::StrAppend(&out, "      '", sub_path, "') path='", sub_path, "' ;;\n");
    AppendPaths(sub, sub_path, out);
  }
}

// What to do after an option that takes a value, by the option's name.
void CollectValues(const CommandModel& command, std::map<std::string, std::string>& actions) {
  for (const OptionModel& option : command.options) {
    if (!option.takes_value) continue;
    std::string action;
    if (option.value.is_file) {
      action = "COMPREPLY=($(compgen -f -- \"$cur\")); ";
    } else if (!option.value.choices.empty()) {
      action = absl::StrCat("COMPREPLY=($(compgen -W '", absl::StrJoin(option.value.choices, " "),
                            "' -- \"$cur\")); ");
    }
    for (const std::string& name : option.names) actions[name] = action;
  }
  for (const CommandModel& sub : command.commands) CollectValues(sub, actions);
}

}  // namespace

std::string BashCompletion(const CommandModel& root) {
  std::string script = kStart;
  AppendPaths(root, root.name, script);
  script += kAfterPaths;
  std::map<std::string, std::string> actions;
  CollectValues(root, actions);
  for (const auto& [name, action] : actions) {
    absl::StrAppend(&script, "    ", name, ") ", action, "return ;;\n");
  }
  script += kAfterValues;
  std::vector<std::string> global;
  for (const OptionModel& option : root.options) {
    for (const std::string& name : option.names) {
      if (name != "-h" && name != "--help" && name != "--version") global.push_back(name);
    }
  }
  CommandModel top = root;
  top.options.clear();
  std::string commands;
  AppendCommands(top, root.name, global, commands);
  return absl::StrCat(script, commands, kEnd);
}

}  // namespace linkstat::cli
