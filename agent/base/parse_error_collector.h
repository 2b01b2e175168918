#ifndef LINKSTAT_AGENT_BASE_PARSE_ERROR_COLLECTOR_H_
#define LINKSTAT_AGENT_BASE_PARSE_ERROR_COLLECTOR_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/stubs/common.h"

namespace linkstat {

// Receives what a parser of Protocol Buffers reports of a text; lines and columns
// count from 0. Its own interface has other names since release 22.
class ParseErrorCollector : public google::protobuf::io::ErrorCollector {
 public:
  virtual void Error(int line, int column, absl::string_view text) = 0;
  virtual void Warning(int /*line*/, int /*column*/, absl::string_view /*text*/) {}

#if GOOGLE_PROTOBUF_VERSION < 4022000
  void AddError(int line, int column, const std::string& text) final { Error(line, column, text); }
  void AddWarning(int line, int column, const std::string& text) final {
    Warning(line, column, text);
  }
#else
  void RecordError(int line, int column, absl::string_view text) final {
    Error(line, column, text);
  }
  void RecordWarning(int line, int column, absl::string_view text) final {
    Warning(line, column, text);
  }
#endif
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_PARSE_ERROR_COLLECTOR_H_
