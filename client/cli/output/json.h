#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_JSON_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace linkstat::cli {

enum class JsonLayout { kIndented, kOneLine };

// An answer in protobuf's JSON form, ending with a line feed. Equal messages
// have equal text.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, JsonLayout layout);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_JSON_H_
