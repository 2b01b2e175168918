#include "client/cli/verbs/usage.h"

#include <limits>

#include "CLI/CLI.hpp"

namespace linkstat::cli {

absl::Status UsageError(absl::string_view message) { return absl::InvalidArgumentError(message); }

CLI::Validator NotEmpty() {
  return CLI::Validator(
      [](const std::string& value) {
        return std::string(value.empty() ? "must not be empty" : "");
      },
      "");
}

CLI::Option* AddOptional(CLI::App& app, const std::string& name, std::optional<std::string>& value,
                         const std::string& description) {
  return app.add_option_function<std::string>(
      name, [&value](const std::string& given) { value = given; }, description);
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

void AddLimit(CLI::App& app, int& limit, const std::string& description) {
  app.add_option("--limit", limit, description)
      ->check(CLI::Range(1, std::numeric_limits<int>::max()).description(""))
      ->type_name("NUMBER");
}

absl::Status CatalogChangedBetweenPages() {
  return absl::AbortedError("the agent's catalog changed between two pages; retry");
}

}  // namespace linkstat::cli
