#ifndef LINKSTAT_CLIENT_CLI_INPUT_JSON_TREE_H_
#define LINKSTAT_CLIENT_CLI_INPUT_JSON_TREE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace linkstat::cli {

// A value in a JSON text, in its place and with repeated keys, which other trees lose.
struct JsonValue {
  enum class Kind { kNull, kBoolean, kNumber, kString, kArray, kObject };

  Kind kind;
  bool boolean = false;
  // Where it ends or, an array or object, begins; from 1.
  int line = 0;
  // Of a string.
  std::string text;
  // Of an array: its elements. Of an object: its keys, as strings, each followed by its
  // value. Empty more than a few levels deep, where no caller expects a value.
  std::vector<JsonValue> parts;
};

// `a number`, `an array` and the like.
const char* KindText(JsonValue::Kind kind);

// A JSON text, up to its end or where it stops being JSON. There an array or object can be
// incomplete, and a key without its value.
struct JsonTree {
  // Absent when the text ends before its value.
  std::optional<JsonValue> root;
  bool valid = false;
  // Where the text is not JSON: the bytes read, and the line and column in it, from 1.
  size_t error_offset = 0;
  int error_line = 1;
  int error_column = 0;
};

// `json` must be UTF-8.
JsonTree ReadJson(absl::string_view json);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_JSON_TREE_H_
