#include "client/cli/output/error_text.h"

#include <map>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "client/cli/output/safe_text.h"
#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"

namespace linkstat::cli {
namespace {

// The detail of this type; empty when the error has none.
template <typename Detail>
Detail DetailOf(const absl::Status& error) {
  Detail detail;
  const auto payload =
      error.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()));
  if (payload.has_value() && !detail.ParseFromString(std::string(*payload))) detail.Clear();
  return detail;
}

std::map<std::string, std::string> SortedMetadata(const google::rpc::ErrorInfo& info) {
  return {info.metadata().begin(), info.metadata().end()};
}

}  // namespace

std::string ErrorText(const absl::Status& error) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(error);
  const auto bad = DetailOf<google::rpc::BadRequest>(error);
  std::string text = absl::StrCat("linkstat: ", absl::StatusCodeToString(error.code()));
  if (!info.reason().empty()) absl::StrAppend(&text, " ", SafeText(info.reason()));
  absl::StrAppend(&text, ": ", SafeText(error.message()), "\n");
  for (const auto& violation : bad.field_violations()) {
    absl::StrAppend(&text, "  ", SafeText(violation.field()), ": ",
                    SafeText(violation.description()), "\n");
  }
  for (const auto& [key, value] : SortedMetadata(info)) {
    absl::StrAppend(&text, "  ", SafeText(key), ": ", SafeText(value), "\n");
  }
  return text;
}

std::string ErrorJson(const absl::Status& error) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(error);
  const auto bad = DetailOf<google::rpc::BadRequest>(error);
  nlohmann::ordered_json body;
  body["code"] = absl::StatusCodeToString(error.code());
  if (!info.reason().empty()) body["reason"] = info.reason();
  body["message"] = std::string(error.message());
  for (const auto& [key, value] : SortedMetadata(info)) body["metadata"][key] = value;
  for (const auto& violation : bad.field_violations()) {
    nlohmann::ordered_json entry;
    entry["field"] = violation.field();
    entry["description"] = violation.description();
    body["fieldViolations"].push_back(entry);
  }
  const nlohmann::ordered_json object = {{"error", body}};
  return object.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace linkstat::cli
