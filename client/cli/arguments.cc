#include "client/cli/arguments.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/text.h"

namespace linkstat::cli {

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

}  // namespace linkstat::cli
