#include "client/cli/verbs/options.h"

#include <limits>

#include "CLI/CLI.hpp"
#include "agent/base/status_macros.h"
#include "client/cli/input/text_file.h"
#include "google/protobuf/descriptor.h"

namespace linkstat::cli {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

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

CLI::Option* AddField(CLI::App& app, const std::string& name, const std::string& type,
                      Message& message, const std::string& field, const std::string& description) {
  const FieldDescriptor* descriptor = message.GetDescriptor()->FindFieldByName(field);
  const auto set = [&message, descriptor](const std::string& given) {
    message.GetReflection()->SetString(&message, descriptor, given);
  };
  return app.add_option_function<std::string>(name, set, description)->type_name(type);
}

CLI::Option* AddFile(CLI::App& app, const std::string& name, std::string& file,
                     const std::string& description) {
  return app.add_option(name, file, description)->check(NotEmpty())->type_name("FILE");
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

void AddFull(CLI::App& app, Message& request, const std::string& description) {
  const FieldDescriptor* view = request.GetDescriptor()->FindFieldByName("view");
  request.GetReflection()->SetEnumValue(&request, view, v1::VIEW_BASIC);
  const auto set = [&request, view] {
    request.GetReflection()->SetEnumValue(&request, view, v1::VIEW_FULL);
  };
  app.add_flag_callback("--full", set, description);
}

void AddTransitioning(CLI::App& app, Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("transitioning");
  const auto set = [&request, field] { request.GetReflection()->SetBool(&request, field, true); };
  app.add_flag_callback("--transitioning", set,
                        "The customer is moving from a previous authentication process");
}

void AddIdentity(CLI::App& app, v1::LinkIdentity& identity, const std::string& purpose) {
  AddField(app, "--first-name", "NAME", identity, "first_name",
           "The first name from the linking flow, " + purpose);
  AddField(app, "--work-email", "EMAIL", identity, "work_email",
           "The work email from the linking flow, " + purpose);
}

bool IsGiven(const v1::LinkIdentity& identity) {
  return identity.has_first_name() || identity.has_work_email();
}

void AddAccount(CLI::App& app, Message& request, const std::string& description) {
  AddField(app, "--account", "ID", request, "linked_account", description);
}

absl::Status CheckAccountUsage(bool account, bool others, const Session& session) {
  if (!account) return absl::OkStatus();
  if (session.has_catalog()) {
    return UsageError("--account cannot be used with --catalog: accounts are stored by an agent");
  }
  if (!others) return absl::OkStatus();
  return UsageError("--account cannot be used with values that the agent stores for the account");
}

absl::StatusOr<std::optional<v1::ObservedPermissions>> ObservedNames::Read(absl::string_view what,
                                                                           std::istream& in) const {
  if (given() == 0) return std::nullopt;
  v1::ObservedPermissions observed;
  observed.mutable_names()->Assign(names.begin(), names.end());
  if (!file.empty()) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::string text, ReadInput(file, what, in));
    LINKSTAT_ASSIGN_OR_RETURN(const auto lines, ParseNameLines(text));
    observed.mutable_names()->Assign(lines.begin(), lines.end());
  }
  return observed;
}

absl::Status CatalogChangedBetweenPages() {
  return absl::AbortedError("the agent's catalog changed between two pages; retry");
}

}  // namespace linkstat::cli
