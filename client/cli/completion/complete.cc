#include "client/cli/completion/complete.h"

#include <cstdlib>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "agent/catalog/load.h"

namespace linkstat::cli {
namespace {

constexpr char kFiles[] = "files\n";

// The state of the command line before the word that is completed.
struct Position {
  const CLI::App* command;
  // The option whose value comes next, if any.
  const CLI::Option* awaiting = nullptr;
  // The arguments of the command so far.
  int arguments = 0;
  bool options_ended = false;
  std::string catalog_file;
};

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

bool IsOption(absl::string_view word) { return word.size() > 1 && word.front() == '-'; }

const CLI::App* FindCommand(const CLI::App& parent, const std::string& name) {
  const auto found =
      parent.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

// An option of the command or, as the parser falls through, of one above it.
const CLI::Option* FindOption(const CLI::App* command, const std::string& name) {
  for (; command != nullptr; command = command->get_parent()) {
    if (const CLI::Option* option = command->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

void SetValue(const CLI::Option& option, absl::string_view value, Position& position) {
  if (!option.check_lname("catalog")) return;
  // Shells expand it only in a command that they run.
  const char* home = std::getenv("HOME");
  const bool in_home = home != nullptr && absl::ConsumePrefix(&value, "~/");
  position.catalog_file = in_home ? absl::StrCat(home, "/", value) : std::string(value);
}

void Advance(const std::string& word, Position& position) {
  if (position.awaiting != nullptr) {
    // Bash makes `--option=value` three words.
    if (word == "=") return;
    SetValue(*position.awaiting, word, position);
    position.awaiting = nullptr;
  } else if (word == "--") {
    position.options_ended = true;
  } else if (IsOption(word) && !position.options_ended) {
    const std::vector<std::string> parts = absl::StrSplit(word, absl::MaxSplits('=', 1));
    const CLI::Option* option = FindOption(position.command, parts[0]);
    if (option == nullptr || !TakesValue(*option)) return;
    if (parts.size() == 1) position.awaiting = option;
    if (parts.size() == 2) SetValue(*option, parts[1], position);
  } else if (const CLI::App* command = FindCommand(*position.command, word)) {
    position.command = command;
  } else {
    ++position.arguments;
  }
}

// The argument of the command that comes next; null when it takes no more.
const CLI::Option* NextArgument(const Position& position) {
  int before = 0;
  for (const CLI::Option* option : position.command->get_options()) {
    if (option->nonpositional()) continue;
    before += option->get_items_expected_max();
    if (position.arguments < before) return option;
  }
  return nullptr;
}

void AppendCandidate(absl::string_view value, absl::string_view description, std::string& out) {
  absl::StrAppend(&out, value, "\t", description, "\n");
}

std::string Labels(const std::string& catalog_file, bool domains) {
  const core::SnapshotPtr snapshot = catalog_file.empty()
                                         ? catalog::EmbeddedCatalog()
                                         : catalog::LoadCatalogFile(catalog_file).snapshot;
  std::string out;
  if (snapshot == nullptr) return out;
  const v1::Catalog& catalog = snapshot->catalog();
  if (domains) {
    for (const auto& domain : catalog.data_domains()) {
      AppendCandidate(domain.label(), domain.id(), out);
    }
  } else {
    for (const auto& permission : catalog.permissions()) {
      AppendCandidate(permission.label(), permission.id(), out);
    }
  }
  return out;
}

// A set of words is part of the type's name: `FORMAT:{text,json}`.
std::string Values(const CLI::Option& option, const Position& position) {
  std::string type = option.get_type_name();
  if (type.empty()) type = option.get_name(/*positional=*/true);
  // The arguments after an id, as in `account report`, are permissions.
  if (type == "ID" && position.arguments > 0) type = "PERMISSION";
  if (type == "FILE" || type == "CATALOG") return kFiles;
  if (type == "PERMISSION") return Labels(position.catalog_file, false);
  if (type == "DOMAIN") return Labels(position.catalog_file, true);
  std::string out;
  const size_t begin = type.find('{');
  if (begin == std::string::npos) return out;
  const std::string words = type.substr(begin + 1, type.find('}') - begin - 1);
  for (const absl::string_view word : absl::StrSplit(words, ',')) AppendCandidate(word, "", out);
  return out;
}

std::string Options(const CLI::App* command) {
  std::string out;
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* option : command->get_options()) {
      if (!option->nonpositional()) continue;
      for (const std::string& name : option->get_snames()) {
        AppendCandidate("-" + name, option->get_description(), out);
      }
      for (const std::string& name : option->get_lnames()) {
        AppendCandidate("--" + name, option->get_description(), out);
      }
    }
  }
  return out;
}

std::string CommandsAndArguments(const Position& position) {
  std::string out;
  for (const CLI::App* command :
       position.command->get_subcommands([](const CLI::App*) { return true; })) {
    AppendCandidate(command->get_name(), command->get_description(), out);
  }
  const CLI::Option* argument = NextArgument(position);
  if (argument != nullptr) out += Values(*argument, position);
  return out;
}

// For a word such as `--output=js`: candidates hold the option's name as well.
std::string ValuesWithOption(absl::string_view name, const Position& position) {
  const CLI::Option* option = FindOption(position.command, std::string(name));
  if (option == nullptr || !TakesValue(*option)) return "";
  const std::string values = Values(*option, position);
  if (values == kFiles) return values;
  std::string out;
  for (const absl::string_view line : absl::StrSplit(values, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&out, name, "=", line, "\n");
  }
  return out;
}

}  // namespace

std::string Complete(const CLI::App& app, const std::vector<std::string>& words) {
  Position position{&app};
  for (size_t i = 0; i + 1 < words.size(); ++i) Advance(words[i], position);
  const absl::string_view current = words.empty() ? absl::string_view() : words.back();
  if (position.awaiting != nullptr) return Values(*position.awaiting, position);
  if (position.options_ended || !absl::StartsWith(current, "-")) {
    return CommandsAndArguments(position);
  }
  const size_t equals = current.find('=');
  if (equals == absl::string_view::npos) return Options(position.command);
  return ValuesWithOption(current.substr(0, equals), position);
}

}  // namespace linkstat::cli
