#include "client/cli/output/error_text.h"

#include <map>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

// The code with the reason, if there is one.
std::string CodeText(const absl::Status& error) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(error);
  const std::string code = absl::StatusCodeToString(error.code());
  return info.reason().empty() ? code : absl::StrCat(code, " ", SafeText(info.reason()));
}

nlohmann::ordered_json ErrorBody(const absl::Status& error) {
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
  return body;
}

std::string Dump(const nlohmann::ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string ErrorText(const absl::Status& error) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(error);
  const auto bad = DetailOf<google::rpc::BadRequest>(error);
  std::string text =
      absl::StrCat("linkstat: ", CodeText(error), ": ", SafeText(error.message()), "\n");
  for (const auto& violation : bad.field_violations()) {
    absl::StrAppend(&text, "  ", SafeText(violation.field()), ": ",
                    SafeText(violation.description()), "\n");
  }
  for (const auto& [key, value] : SortedMetadata(info)) {
    absl::StrAppend(&text, "  ", SafeText(key), ": ", SafeText(value), "\n");
  }
  return text;
}

std::string ErrorJson(const absl::Status& error) { return Dump({{"error", ErrorBody(error)}}, 1); }

std::string RefusedLineText(int64_t line, const absl::Status& error, const Terminal& terminal) {
  const auto bad = DetailOf<google::rpc::BadRequest>(error);
  const std::string violations =
      absl::StrJoin(bad.field_violations(), "; ", [](std::string* out, const auto& violation) {
        absl::StrAppend(out, violation.field(), " ", violation.description());
      });
  const std::string code = CodeText(error);
  const std::string faults =
      SafeText(violations.empty() ? error.message() : absl::string_view(violations));
  if (!terminal.interactive) {
    return absl::StrCat("refused\t", line, "\t", code, "\t", faults, "\n");
  }
  return absl::StrCat("line ", line, " is refused: ", code, ": ", faults, "\n");
}

std::string RefusedLineJson(int64_t line, const absl::Status& error) {
  nlohmann::ordered_json refused;
  refused["line"] = line;
  refused["error"] = ErrorBody(error);
  return Dump({{"refused", refused}}, -1);
}

}  // namespace linkstat::cli
