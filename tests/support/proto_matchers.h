#ifndef LINKSTAT_TESTS_SUPPORT_PROTO_MATCHERS_H_
#define LINKSTAT_TESTS_SUPPORT_PROTO_MATCHERS_H_

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace linkstat::test {

// Fills `message` from textproto. A text that does not parse fails the test and
// leaves the message empty.
void ParseInto(absl::string_view textproto, google::protobuf::Message& message);

// The message that `textproto` stands for.
template <typename Message>
Message ParseProto(absl::string_view textproto) {
  Message message;
  ParseInto(textproto, message);
  return message;
}

// What differs between two messages of one type, a line a field; empty when
// they are equal.
std::string ProtoDiff(const google::protobuf::Message& expected,
                      const google::protobuf::Message& actual);

// Matches a message that equals `expected`, field by field; says what differs.
MATCHER_P(EqualsProto, expected, "equals the message") {
  const std::string diff = ProtoDiff(expected, arg);
  *result_listener << diff;
  return diff.empty();
}

// Likewise, with the expected message as textproto of the type of the argument.
MATCHER_P(EqualsTextProto, textproto, "equals the message in textproto") {
  std::unique_ptr<google::protobuf::Message> expected(arg.New());
  ParseInto(textproto, *expected);
  const std::string diff = ProtoDiff(*expected, arg);
  *result_listener << diff;
  return diff.empty();
}

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_PROTO_MATCHERS_H_
