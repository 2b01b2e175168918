#include "agent/rpc/call/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "tests/support/raw_call.h"
#include "tests/support/status_details.h"

namespace linkstat::rpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ToGrpcStatus, KeepsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_THAT(ToGrpcStatus(absl::OkStatus()).error_details(), IsEmpty());
}

TEST(ToGrpcStatus, CarriesCodeMessageAndDetails) {
  FieldFaults faults;
  faults.Add("observed.names[3]", "is empty");
  const grpc::Status status = ToGrpcStatus(faults.ToStatus());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "observed.names[3] is empty");
  EXPECT_EQ(test::ReasonOf(test::FromGrpc(status)), "INVALID_FIELD");
  EXPECT_THAT(test::ViolationsOf(test::FromGrpc(status)),
              ElementsAre("observed.names[3] is empty"));
}

TEST(ToGrpcStatus, KeepsTheTextOfAnInternalFaultInside) {
  const grpc::Status status = ToGrpcStatus(absl::NotFoundError("/var/lib/secret"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message(), "internal error of the agent; its log has the reason");
  EXPECT_EQ(test::ReasonOf(test::FromGrpc(status)), "INTERNAL");
}

TEST(ToGrpcStatus, LeavesOutTheLastViolationsThatDoNotFitTrailers) {
  FieldFaults faults;
  for (int i = 0; i < 1000; ++i) {
    faults.Add(absl::StrCat("requests[", i, "].observed.names[", i, "]"),
               "holds a control character, which names of permissions never do");
  }
  const grpc::Status status = ToGrpcStatus(faults.ToStatus());
  EXPECT_LE(status.error_details().size(), 5000u);
  const auto violations = test::ViolationsOf(test::FromGrpc(status));
  EXPECT_GT(violations.size(), 30u);
  EXPECT_EQ(violations[1],
            "requests[1].observed.names[1] holds a control character, which names of permissions "
            "never do");
  EXPECT_THAT(status.error_message(), testing::EndsWith("(and 999 more invalid fields)"));
}

// The size of the details of an error of 60 fields, of which the second takes `padding` more.
size_t DetailsSize(int padding) {
  FieldFaults faults;
  for (int i = 0; i < 60; ++i) {
    faults.Add("field", std::string(100 + (i == 1 ? padding : 0), 'x'));
  }
  return ToGrpcStatus(faults.ToStatus()).error_details().size();
}

TEST(ToGrpcStatus, KeepsEachViolationThatFits) {
  size_t largest = 0;
  // Violations take less than 200 bytes: some padding fills the details to the last byte.
  for (int padding = 0; padding < 200; ++padding) largest = std::max(largest, DetailsSize(padding));
  EXPECT_EQ(largest, 5000u);
}

TEST(ToGrpcStatus, KeepsTheFirstViolationHoweverLargeItIs) {
  FieldFaults faults;
  faults.Add("large", std::string(6000, 'x'));
  faults.Add("small", "is empty");
  EXPECT_THAT(test::ViolationsOf(test::FromGrpc(ToGrpcStatus(faults.ToStatus()))),
              ElementsAre("large " + std::string(6000, 'x')));
}

TEST(CodeName, IsTheNameOfEachCode) {
  EXPECT_EQ(CodeName(grpc::StatusCode::OK), "OK");
  EXPECT_EQ(CodeName(grpc::StatusCode::NOT_FOUND), "NOT_FOUND");
  EXPECT_EQ(CodeName(grpc::StatusCode::UNAUTHENTICATED), "UNAUTHENTICATED");
}

}  // namespace
}  // namespace linkstat::rpc
