#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/rpc/call/codec.h"
#include "google/protobuf/descriptor.pb.h"
#include "linkstat/v1/linking_service.pb.h"
#include "tests/support/status_details.h"
#include "tests/support/table.h"

namespace linkstat::rpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ExplainMalformedTest : public testing::TestWithParam<test::TableRow> {};

TEST_P(ExplainMalformedTest, NamesTheField) {
  const std::string bytes = absl::HexStringToBytes(GetParam().cells[0]);
  const std::string& field = GetParam().cells[1];
  const std::string& description = GetParam().cells[2];
  v1::CheckServiceAccountRequest request;
  ASSERT_FALSE(request.ParseFromString(bytes)) << "protobuf takes these bytes";

  const absl::Status status = ExplainMalformed(bytes, *request.GetDescriptor());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(test::ReasonOf(status), "MALFORMED_MESSAGE");
  if (field.empty()) {
    EXPECT_EQ(status.message(), description);
    EXPECT_THAT(test::ViolationsOf(status), IsEmpty());
  } else {
    EXPECT_EQ(status.message(), absl::StrCat(field, " ", description));
    EXPECT_THAT(test::ViolationsOf(status), ElementsAre(absl::StrCat(field, " ", description)));
  }
}

// A message of so many messages within each other.
std::string Nested(int depth) {
  constexpr char kNestedType = 3 << 3 | 2;
  std::string bytes;
  for (; depth > 1; --depth) {
    std::string outer(1, kNestedType);
    size_t size = bytes.size();
    for (; size >= 0x80; size >>= 7) outer += static_cast<char>(size | 0x80);
    outer += static_cast<char>(size);
    bytes = outer + bytes;
  }
  return bytes;
}

absl::Status Explain(const std::string& bytes) {
  return ExplainMalformed(bytes, *google::protobuf::DescriptorProto::descriptor());
}

TEST(ExplainMalformed, FindsWhatIsNestedMoreDeeplyThanProtobufAllows) {
  constexpr char kNothing[] = "the request is not a message of the type that this method takes";
  EXPECT_EQ(Explain(Nested(100)).message(), kNothing);
  EXPECT_THAT(std::string(Explain(Nested(101)).message()),
              testing::EndsWith("nested_type[0] is nested too deeply"));
  // One after another.
  std::string many;
  for (int i = 0; i < 101; ++i) many += Nested(2);
  EXPECT_EQ(Explain(many).message(), kNothing);
}

INSTANTIATE_TEST_SUITE_P(Malformed, ExplainMalformedTest,
                         testing::ValuesIn(test::ReadTable("tests/cases/rpc/malformed.tsv", 3)),
                         test::NameOfCase);

}  // namespace
}  // namespace linkstat::rpc
