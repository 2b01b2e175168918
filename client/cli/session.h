#ifndef LINKSTAT_CLIENT_CLI_SESSION_H_
#define LINKSTAT_CLIENT_CLI_SESSION_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/backend.h"
#include "client/cli/global_options.h"
#include "client/cli/output/json.h"
#include "client/cli/output/report.h"
#include "client/cli/streams.h"
#include "google/protobuf/message.h"
#include "linkstat/client.h"

namespace linkstat::cli {

// What a verb works with: who answers, where it reads and how it shows.
class Session {
 public:
  // Both must outlive the session.
  Session(const GlobalOptions& options, Streams& streams) : options_(options), streams_(streams) {}

  // From the --catalog file if there is one, else from the agent. Opened when
  // first asked for.
  absl::StatusOr<Backend*> backend();

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

  // Shows an answer: `message` as JSON or `report` as text, as was asked for.
  // DATA_LOSS when it could not be written.
  absl::Status Show(const google::protobuf::Message& message, const Report& report);
  absl::Status ShowText(const Report& report);
  absl::Status ShowJson(const google::protobuf::Message& message,
                        JsonLayout layout = JsonLayout::kIndented);
  // Shows the lines of a section alone, as they stand in a pipe.
  absl::Status ShowPlainRows(const Section& section);
  // Writes `text` as it is.
  absl::Status Write(absl::string_view text);

 private:
  absl::Status Flush();

  const GlobalOptions& options_;
  Streams& streams_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<Backend> backend_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_SESSION_H_
