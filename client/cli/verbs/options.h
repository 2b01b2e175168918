#ifndef LINKSTAT_CLIENT_CLI_VERBS_OPTIONS_H_
#define LINKSTAT_CLIENT_CLI_VERBS_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/cli11_fwd.h"
#include "client/cli/session.h"
#include "google/protobuf/message.h"
#include "linkstat/v1/permission_check.pb.h"
#include "linkstat/v1/service_account.pb.h"

// Options that several verbs have. What an option fills must outlive the parse.
namespace linkstat::cli {

// INVALID_ARGUMENT: the command line contradicts itself.
absl::Status UsageError(absl::string_view message);

// Rejects an empty value, which is what an unset variable of a script leaves.
CLI::Validator NotEmpty();

// An option or argument whose absence differs from an empty value.
CLI::Option* AddOptional(CLI::App& app, const std::string& name, std::optional<std::string>& value,
                         const std::string& description);

// Likewise for the optional string field `field` of `message`. Help shows `type` for the
// value.
CLI::Option* AddField(CLI::App& app, const std::string& name, const std::string& type,
                      google::protobuf::Message& message, const std::string& field,
                      const std::string& description);

// An option or argument that names a file.
CLI::Option* AddFile(CLI::App& app, const std::string& name, std::string& file,
                     const std::string& description);

// A positional argument that takes any number of values, each exactly as it was
// given. Read them with `Option::results()`.
CLI::Option* AddVerbatimList(CLI::App& app, const std::string& name,
                             const std::string& description);

// An option that may be repeated, one value each time, exactly as it was given.
CLI::Option* AddRepeatable(CLI::App& app, const std::string& name, const std::string& description);

// The option --limit: 1 or more.
void AddLimit(CLI::App& app, int& limit, const std::string& description);

// The flag --full, which sets the `view` of `request`; it is VIEW_BASIC otherwise.
void AddFull(CLI::App& app, google::protobuf::Message& request, const std::string& description);

// The flag --transitioning, which sets that field of `request`.
void AddTransitioning(CLI::App& app, google::protobuf::Message& request);

// --first-name and --work-email, the values of the linking flow; `purpose` completes their
// descriptions.
void AddIdentity(CLI::App& app, v1::LinkIdentity& identity, const std::string& purpose);

// Whether one of the two was given.
bool IsGiven(const v1::LinkIdentity& identity);

// --account, which sets the `linked_account` of `request`.
void AddAccount(CLI::App& app, google::protobuf::Message& request, const std::string& description);

// INVALID_ARGUMENT if an account is given together with --catalog, since only an
// agent stores accounts, or together with values that the agent stores for the
// account, which is `others`.
absl::Status CheckAccountUsage(bool account, bool others, const Session& session);

// The observed permissions, as they were given on the command line: at most one of the three.
struct ObservedNames {
  std::vector<std::string> names;
  // Empty: none. `-` is standard input.
  std::string file;
  bool none = false;

  // How many of them were given.
  int given() const { return (names.empty() ? 0 : 1) + (file.empty() ? 0 : 1) + (none ? 1 : 0); }

  // Absent when nothing was observed. An error of the file names `what`.
  absl::StatusOr<std::optional<v1::ObservedPermissions>> Read(absl::string_view what,
                                                              std::istream& in) const;
};

// ABORTED: pages of one answer were not made from one catalog.
absl::Status CatalogChangedBetweenPages();

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_OPTIONS_H_
