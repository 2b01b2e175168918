#include "client/cli/verbs/usage.h"

#include "CLI/CLI.hpp"

namespace linkstat::cli {

absl::Status UsageError(absl::string_view message) { return absl::InvalidArgumentError(message); }

CLI::Validator NotEmpty() {
  return CLI::Validator(
      [](const std::string& value) { return std::string(value.empty() ? "is empty" : ""); }, "");
}

CLI::Option* AddVerbatimList(CLI::App& app, const std::string& name,
                             const std::string& description) {
  // CLI11 takes a value such as `[a,b]` apart in an option that allows extra
  // arguments; one that expects many does not.
  constexpr int kMany = CLI::detail::expected_max_vector_size;
  return app.add_option(name, description)
      ->expected(kMany, kMany)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

CLI::Option* AddRepeatable(CLI::App& app, const std::string& name, const std::string& description) {
  return app.add_option(name, description)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

}  // namespace linkstat::cli
