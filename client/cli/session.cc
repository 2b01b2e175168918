#include "client/cli/session.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "client/cli/local_backend.h"
#include "client/cli/remote_backend.h"

namespace linkstat::cli {

absl::StatusOr<Backend*> Session::backend() {
  if (backend_ == nullptr && has_catalog()) {
    LINKSTAT_ASSIGN_OR_RETURN(backend_, LocalBackend::Open(*options_.catalog));
  } else if (backend_ == nullptr) {
    LINKSTAT_ASSIGN_OR_RETURN(Client * agent, client());
    backend_ = std::make_unique<RemoteBackend>(agent);
  }
  return backend_.get();
}

absl::StatusOr<Client*> Session::client() {
  if (client_ == nullptr) {
    LINKSTAT_ASSIGN_OR_RETURN(const ClientOptions options, ToClientOptions(options_));
    LINKSTAT_ASSIGN_OR_RETURN(client_, Client::Create(options));
  }
  return client_.get();
}

absl::Status Session::Show(const google::protobuf::Message& message, const Report& report) {
  return json() ? ShowJson(message) : ShowText(report);
}

absl::Status Session::ShowText(const Report& report) {
  WriteReport(report, streams_.terminal, streams_.out);
  return Flush();
}

absl::Status Session::ShowPlainRows(const Section& section) {
  WritePlainRows(section, streams_.out);
  return Flush();
}

absl::Status Session::ShowJson(const google::protobuf::Message& message, JsonLayout layout) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string text, ToJson(message, layout));
  return Write(text);
}

absl::Status Session::Write(absl::string_view text) {
  streams_.out << text;
  return Flush();
}

absl::Status Session::Flush() {
  if (streams_.out.flush()) return absl::OkStatus();
  return absl::DataLossError("the output could not be written");
}

}  // namespace linkstat::cli
