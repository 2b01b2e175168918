#include "agent/rpc/call/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/unknown_field_set.h"
#include "linkstat/v1/linking_service.pb.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::rpc {
namespace {

using test::EqualsProto;

v1::CheckPermissionsRequest SomeRequest() {
  return test::ParseProto<v1::CheckPermissionsRequest>(
      R"pb(observed { names: "Manage Employees" names: "Run Payments" }
           view: VIEW_FULL)pb");
}

TEST(Codec, ReadsWhatItWrote) {
  v1::CheckPermissionsRequest decoded;
  ASSERT_TRUE(Decode(Encode(SomeRequest()), decoded).ok());
  EXPECT_THAT(decoded, EqualsProto(SomeRequest()));
}

TEST(Codec, ReadsAMessageInManyPieces) {
  const std::string bytes = SomeRequest().SerializeAsString();
  std::vector<grpc::Slice> slices;
  for (const char& byte : bytes) slices.emplace_back(&byte, 1);
  v1::CheckPermissionsRequest decoded;
  ASSERT_TRUE(Decode(grpc::ByteBuffer(slices.data(), slices.size()), decoded).ok());
  EXPECT_THAT(decoded, EqualsProto(SomeRequest()));
}

TEST(Codec, ReadsNoBytesAsTheEmptyMessage) {
  const grpc::Slice empty("", 0);
  v1::CheckPermissionsRequest decoded;
  ASSERT_TRUE(Decode(grpc::ByteBuffer(&empty, 1), decoded).ok());
  EXPECT_THAT(decoded, EqualsProto(v1::CheckPermissionsRequest()));
}

TEST(Codec, DropsFieldsThatTheSchemaDoesNotHave) {
  v1::CheckPermissionsRequest request = SomeRequest();
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(1000, 1);
  v1::ObservedPermissions& observed = *request.mutable_observed();
  observed.GetReflection()->MutableUnknownFields(&observed)->AddLengthDelimited(1000, "junk");
  v1::CheckPermissionsRequest decoded;
  ASSERT_TRUE(Decode(Encode(request), decoded).ok());
  EXPECT_EQ(decoded.SerializeAsString(), SomeRequest().SerializeAsString());
}

TEST(Codec, RejectsACallWithoutAMessage) {
  v1::CheckPermissionsRequest decoded;
  const absl::Status status = Decode(grpc::ByteBuffer(), decoded);
  EXPECT_EQ(status.message(), "the call carries no request");
  EXPECT_EQ(test::ReasonOf(status), "MALFORMED_MESSAGE");
}

TEST(Codec, ExplainsBytesInManyPieces) {
  const std::string bytes = "\x0a\x03\x0a\x01\xff";
  std::vector<grpc::Slice> slices;
  for (const char& byte : bytes) slices.emplace_back(&byte, 1);
  v1::CheckPermissionsRequest decoded;
  const absl::Status status = Decode(grpc::ByteBuffer(slices.data(), slices.size()), decoded);
  EXPECT_EQ(status.message(), "observed.names[0] is not valid UTF-8");
}

TEST(Codec, JoinsPartsInTheirOrder) {
  grpc::Slice joined;
  ASSERT_TRUE(Join({"ab", "", "cde"}).TrySingleSlice(&joined).ok());
  EXPECT_EQ(std::string(joined.begin(), joined.end()), "abcde");
}

}  // namespace
}  // namespace linkstat::rpc
