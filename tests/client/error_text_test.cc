#include "client/cli/output/error_text.h"

#include <gtest/gtest.h>

#include "agent/base/error.h"

namespace linkstat::cli {
namespace {

TEST(ErrorText, BareStatusIsOneLine) {
  EXPECT_EQ(ErrorText(absl::UnavailableError("no agent\nhere\x1b")),
            "linkstat: UNAVAILABLE: no agent\\nhere\\x1b\n");
}

TEST(ErrorText, EveryBadFieldHasALine) {
  FieldFaults faults;
  faults.Add("observed.names[0]", "is empty");
  faults.Add("view", "is unknown");
  EXPECT_EQ(ErrorText(faults.ToStatus()),
            "linkstat: INVALID_ARGUMENT INVALID_FIELD: observed.names[0] is empty (and 1 more "
            "invalid field)\n"
            "  observed.names[0]: is empty\n"
            "  view: is unknown\n");
}

TEST(ErrorText, MetadataIsPrintedInOrder) {
  EXPECT_EQ(
      ErrorText(MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REVISION_MISMATCH,
                          "not served", {{"served_revision", "b"}, {"also", "a"}})),
      "linkstat: FAILED_PRECONDITION REVISION_MISMATCH: not served\n"
      "  also: a\n"
      "  served_revision: b\n");
}

TEST(ErrorText, DetailThatCannotBeReadIsLeftOut) {
  absl::Status error = absl::InternalError("x");
  error.SetPayload("type.googleapis.com/google.rpc.ErrorInfo", absl::Cord("\xFF"));
  EXPECT_EQ(ErrorText(error), "linkstat: INTERNAL: x\n");
}

TEST(ErrorJson, HasEveryPart) {
  FieldFaults faults;
  faults.Add("names", "is \"odd\"");
  EXPECT_EQ(ErrorJson(faults.ToStatus()),
            "{\n"
            " \"error\": {\n"
            "  \"code\": \"INVALID_ARGUMENT\",\n"
            "  \"reason\": \"INVALID_FIELD\",\n"
            "  \"message\": \"names is \\\"odd\\\"\",\n"
            "  \"fieldViolations\": [\n"
            "   {\n"
            "    \"field\": \"names\",\n"
            "    \"description\": \"is \\\"odd\\\"\"\n"
            "   }\n"
            "  ]\n"
            " }\n"
            "}\n");
}

TEST(ErrorJson, LeavesAbsentPartsOut) {
  EXPECT_EQ(ErrorJson(absl::UnavailableError("x")),
            "{\n"
            " \"error\": {\n"
            "  \"code\": \"UNAVAILABLE\",\n"
            "  \"message\": \"x\"\n"
            " }\n"
            "}\n");
}

}  // namespace
}  // namespace linkstat::cli
