#include "client/cli/session.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/catalog/load.h"
#include "google/protobuf/util/json_util.h"

namespace linkstat::cli {
namespace {

absl::Status CatalogError(const std::vector<v1::CatalogFault>& faults) {
  FieldFaults reported;
  for (const v1::CatalogFault& fault : faults) {
    std::string place = "catalog";
    if (!fault.path().empty()) absl::StrAppend(&place, " ", fault.path());
    if (fault.has_line()) absl::StrAppend(&place, " (line ", fault.line(), ")");
    reported.Add(std::move(place), fault.message());
  }
  return reported.ToStatus();
}

}  // namespace

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, JsonLayout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == JsonLayout::kIndented;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    return absl::InternalError("cannot convert the answer to JSON");
  }
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

absl::StatusOr<const catalog::Registry*> Session::registry() {
  if (!registry_) {
    catalog::LoadResult loaded = catalog::LoadCatalogFile(*options_.catalog);
    if (loaded.snapshot == nullptr) return CatalogError(loaded.faults);
    registry_.emplace(std::move(loaded.snapshot));
  }
  return &*registry_;
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
  return absl::DataLossError("cannot write the output");
}

}  // namespace linkstat::cli
