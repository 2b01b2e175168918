#include "client/cli/output/json.h"

#include "google/protobuf/util/json_util.h"

namespace linkstat::cli {

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

}  // namespace linkstat::cli
