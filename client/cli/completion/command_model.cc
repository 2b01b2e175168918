#include "client/cli/completion/command_model.h"

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace linkstat::cli {
namespace {

// A set of words is part of the type's name: `FORMAT:{text,json}`.
ValueModel DescribeValue(const CLI::Option& option) {
  ValueModel value;
  const std::string type = option.get_type_name();
  value.is_file = absl::StartsWith(type, "FILE") || absl::StartsWith(type, "CATALOG");
  const size_t begin = type.find('{');
  const size_t end = type.find('}');
  if (begin != std::string::npos && end != std::string::npos) {
    value.choices = absl::StrSplit(type.substr(begin + 1, end - begin - 1), ',');
  }
  return value;
}

OptionModel DescribeOption(const CLI::Option& option) {
  OptionModel model;
  for (const std::string& name : option.get_snames())
    model.names.push_back(absl::StrCat("-", name));
  for (const std::string& name : option.get_lnames()) {
    model.names.push_back(absl::StrCat("--", name));
  }
  model.description = option.get_description();
  model.takes_value = option.get_items_expected_max() > 0;
  model.value = DescribeValue(option);
  return model;
}

}  // namespace

CommandModel DescribeCommand(const CLI::App& app) {
  CommandModel model{app.get_name(), app.get_description(), {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional()) {
      model.options.push_back(DescribeOption(*option));
    } else {
      model.arguments.push_back(DescribeValue(*option));
    }
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    model.commands.push_back(DescribeCommand(*command));
  }
  return model;
}

}  // namespace linkstat::cli
