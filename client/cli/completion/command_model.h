#ifndef LINKSTAT_CLIENT_CLI_COMPLETION_COMMAND_MODEL_H_
#define LINKSTAT_CLIENT_CLI_COMPLETION_COMMAND_MODEL_H_

#include <string>
#include <vector>

#include "client/cli/cli11_fwd.h"

// What a shell must know to complete the command line, read off the parser
// itself so that the two cannot differ.
namespace linkstat::cli {

// What may stand as a value.
struct ValueModel {
  // The words to choose from, if there is a fixed set.
  std::vector<std::string> choices;
  // Whether it is a file's path.
  bool is_file = false;
};

struct OptionModel {
  // With their dashes, e.g. `-f` and `--file`.
  std::vector<std::string> names;
  std::string description;
  bool takes_value = false;
  ValueModel value;
};

struct CommandModel {
  std::string name;
  std::string description;
  std::vector<OptionModel> options;
  std::vector<ValueModel> arguments;
  std::vector<CommandModel> commands;
};

CommandModel DescribeCommand(const CLI::App& app);

// The scripts, each complete in itself, for the program that `root` describes.
std::string BashCompletion(const CommandModel& root);
std::string ZshCompletion(const CommandModel& root);
std::string FishCompletion(const CommandModel& root);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_COMPLETION_COMMAND_MODEL_H_
