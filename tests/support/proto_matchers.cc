#include "tests/support/proto_matchers.h"

#include <gtest/gtest.h>

#include "agent/base/parse_error_collector.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"

namespace linkstat::test {
namespace {

class FailTest final : public ParseErrorCollector {
 public:
  void Error(int line, int column, absl::string_view message) override {
    ADD_FAILURE() << "textproto line " << line + 1 << ", column " << column + 1 << ": " << message;
  }
};

}  // namespace

void ParseInto(absl::string_view textproto, google::protobuf::Message& message) {
  FailTest errors;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  if (!parser.ParseFromString(std::string(textproto), &message)) message.Clear();
}

std::string ProtoDiff(const google::protobuf::Message& expected,
                      const google::protobuf::Message& actual) {
  std::string diff;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&diff);
  differencer.Compare(expected, actual);
  return diff;
}

}  // namespace linkstat::test
