#include "tests/support/proto_matchers.h"

#include <gtest/gtest.h>

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"

namespace linkstat::test {
namespace {

class FailTest final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
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
