#ifndef LINKSTAT_CLIENT_CLI_SESSION_H_
#define LINKSTAT_CLIENT_CLI_SESSION_H_

#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agent/base/status_macros.h"
#include "agent/catalog/registry.h"
#include "client/cli/global_options.h"
#include "client/cli/output/report.h"
#include "client/cli/streams.h"
#include "google/protobuf/message.h"
#include "linkstat/client.h"

namespace linkstat::cli {

enum class JsonLayout { kIndented, kOneLine };

// An answer in protobuf's JSON form, ending with a line feed. Equal messages
// have equal text.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, JsonLayout layout);

// What a verb works with: the source of answers, its input and its output.
class Session {
 public:
  // Both must outlive the session.
  Session(const GlobalOptions& options, Streams& streams) : options_(options), streams_(streams) {}

  // The answer to `request`: with a --catalog file that of `local`, a function of the
  // registry or of the snapshot served, else the agent's by `remote`. Equal catalogs give
  // equal answers.
  template <typename Request, typename Response, typename Local>
  absl::StatusOr<Response> Answer(absl::StatusOr<Response> (Client::*remote)(const Request&),
                                  Local local, const Request& request);

  // The agent. Connects when first used.
  absl::StatusOr<Client*> client();

  bool has_catalog() const { return options_.catalog.has_value(); }
  bool json() const { return options_.format() == OutputFormat::kJson; }
  std::istream& in() { return streams_.in; }
  const Terminal& terminal() const { return streams_.terminal; }
  bool shows_progress() const { return streams_.shows_progress; }
  // For what draws on the terminal by itself.
  std::ostream& out() { return streams_.out; }
  // For what is no answer. What cannot be written there is lost.
  std::ostream& err() { return streams_.err; }

  // Sets the request's expected_revision if one was given.
  template <typename Request>
  void ExpectRevision(Request& request) const {
    if (options_.expected_revision) request.set_expected_revision(*options_.expected_revision);
  }

  // Shows an answer: `message` as JSON or `report` as text, as requested.
  // DATA_LOSS when it could not be written.
  absl::Status Show(const google::protobuf::Message& message, const Report& report);
  absl::Status ShowText(const Report& report);
  absl::Status ShowJson(const google::protobuf::Message& message,
                        JsonLayout layout = JsonLayout::kIndented);
  // Shows only the lines of a section, in the form for a pipe.
  absl::Status ShowPlainRows(const Section& section);
  // Writes `text` as it is.
  absl::Status Write(absl::string_view text);

 private:
  // The --catalog file. INVALID_ARGUMENT names every fault of it.
  absl::StatusOr<const catalog::Registry*> registry();
  absl::Status Flush();

  const GlobalOptions& options_;
  Streams& streams_;
  std::unique_ptr<Client> client_;
  std::optional<catalog::Registry> registry_;
};

template <typename Request, typename Response, typename Local>
absl::StatusOr<Response> Session::Answer(absl::StatusOr<Response> (Client::*remote)(const Request&),
                                         Local local, const Request& request) {
  if (!has_catalog()) {
    LINKSTAT_ASSIGN_OR_RETURN(Client * agent, client());
    return (agent->*remote)(request);
  }
  LINKSTAT_ASSIGN_OR_RETURN(const catalog::Registry* catalog, registry());
  if constexpr (std::is_invocable_v<Local, const catalog::Registry&, const Request&>) {
    return local(*catalog, request);
  } else {
    return local(*catalog->Current(), request);
  }
}

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_SESSION_H_
