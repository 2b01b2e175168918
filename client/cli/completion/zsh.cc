#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/completion/command_model.h"

namespace linkstat::cli {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// `text` within a specification of _arguments or _describe.
std::string SpecText(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {":", "\\:"}, {"[", "\\["}, {"]", "\\]"}});
}

std::string ValueAction(const ValueModel& value) {
  if (value.is_file) return "_files";
  if (value.choices.empty()) return " ";
  return absl::StrCat("(", absl::StrJoin(value.choices, " "), ")");
}

std::string FunctionName(const std::string& parent, const std::string& name) {
  return absl::StrCat(parent, "_", absl::StrReplaceAll(name, {{"-", "_"}}));
}

void AppendOptions(const CommandModel& command, std::string& out) {
  for (const OptionModel& option : command.options) {
    const std::string value =
        option.takes_value ? absl::StrCat(":value:", ValueAction(option.value)) : "";
    for (const std::string& name : option.names) {
      const std::string spec = absl::StrCat(name, "[", SpecText(option.description), "]", value);
      absl::StrAppend(&out, "    ", Quoted(spec), " \\\n");
    }
  }
}

// The function that completes what follows a command, after those that it calls.
std::string Function(const CommandModel& command, const std::string& function,
                     const std::string& global) {
  std::string before;
  std::string body = absl::StrCat(function, "() {\n");
  if (!command.commands.empty()) {
    absl::StrAppend(&body, "  local state line\n  local -a commands=(\n");
    for (const CommandModel& sub : command.commands) {
      before += Function(sub, FunctionName(function, sub.name), global);
      absl::StrAppend(&body, "    ", Quoted(absl::StrCat(sub.name, ":", SpecText(sub.description))),
                      "\n");
    }
    body += "  )\n";
  }
  body += "  _arguments -C \\\n";
  AppendOptions(command, body);
  body += global;
  for (const ValueModel& argument : command.arguments) {
    absl::StrAppend(&body, "    ", Quoted(absl::StrCat("*:value:", ValueAction(argument))),
                    " \\\n");
  }
  if (command.commands.empty()) return absl::StrCat(before, body, "    && return\n}\n\n");
  body += "    '1: :->command' '*:: :->rest' && return\n  case $state in\n";
  body += "    command) _describe command commands ;;\n    rest)\n      case $line[1] in\n";
  for (const CommandModel& sub : command.commands) {
    absl::StrAppend(&body, "        ", sub.name, ") ", FunctionName(function, sub.name), " ;;\n");
  }
  return absl::StrCat(before, body, "      esac ;;\n  esac\n}\n\n");
}

}  // namespace

std::string ZshCompletion(const CommandModel& root) {
  CommandModel top = root;
  CommandModel shared;
  std::swap(shared.options, top.options);
  std::string global;
  AppendOptions(shared, global);
  return absl::StrCat("#compdef linkstat\n\n", Function(top, "_linkstat", global),
                      "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  _linkstat \"$@\"\n"
                      "else\n  compdef _linkstat linkstat\nfi\n");
}

}  // namespace linkstat::cli
