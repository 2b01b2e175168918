#include "client/cli/exit_code.h"

#include <gtest/gtest.h>

namespace linkstat::cli {
namespace {

TEST(ExitCode, VerdictsAreYesNoAndOpen) {
  EXPECT_EQ(ExitCodeFor(v1::VERDICT_SATISFIED), ExitCode::kYes);
  EXPECT_EQ(ExitCodeFor(v1::VERDICT_NOT_SATISFIED), ExitCode::kNo);
  EXPECT_EQ(ExitCodeFor(v1::VERDICT_INDETERMINATE), ExitCode::kIndeterminate);
}

TEST(ExitCode, StatesAreYesNoAndOpen) {
  EXPECT_EQ(ExitCodeFor(v1::LINK_STATE_READY), ExitCode::kYes);
  EXPECT_EQ(ExitCodeFor(v1::LINK_STATE_ACTION_REQUIRED), ExitCode::kNo);
  EXPECT_EQ(ExitCodeFor(v1::LINK_STATE_RELINK_REQUIRED), ExitCode::kNo);
  EXPECT_EQ(ExitCodeFor(v1::LINK_STATE_PENDING), ExitCode::kIndeterminate);
}

TEST(ExitCode, StateThatIsNotKnownIsAFailure) {
  EXPECT_EQ(ExitCodeFor(static_cast<v1::LinkState>(99)), ExitCode::kFailed);
}

TEST(ExitCode, VerdictThatIsNotKnownIsAFailure) {
  EXPECT_EQ(ExitCodeFor(v1::VERDICT_UNSPECIFIED), ExitCode::kFailed);
  EXPECT_EQ(ExitCodeFor(static_cast<v1::Verdict>(99)), ExitCode::kFailed);
}

class ExitCodeOfStatus : public testing::TestWithParam<std::pair<absl::StatusCode, int>> {};

TEST_P(ExitCodeOfStatus, IsAsDocumented) {
  const auto& [code, expected] = GetParam();
  EXPECT_EQ(static_cast<int>(ExitCodeFor(absl::Status(code, "x"))), expected);
}

INSTANTIATE_TEST_SUITE_P(All, ExitCodeOfStatus,
                         testing::Values(std::make_pair(absl::StatusCode::kCancelled, 3),
                                         std::make_pair(absl::StatusCode::kUnknown, 3),
                                         std::make_pair(absl::StatusCode::kInvalidArgument, 2),
                                         std::make_pair(absl::StatusCode::kDeadlineExceeded, 3),
                                         std::make_pair(absl::StatusCode::kNotFound, 2),
                                         std::make_pair(absl::StatusCode::kAlreadyExists, 2),
                                         std::make_pair(absl::StatusCode::kAborted, 3),
                                         std::make_pair(absl::StatusCode::kPermissionDenied, 3),
                                         std::make_pair(absl::StatusCode::kResourceExhausted, 3),
                                         std::make_pair(absl::StatusCode::kFailedPrecondition, 2),
                                         std::make_pair(absl::StatusCode::kUnimplemented, 3),
                                         std::make_pair(absl::StatusCode::kInternal, 3),
                                         std::make_pair(absl::StatusCode::kUnavailable, 3),
                                         std::make_pair(absl::StatusCode::kDataLoss, 3),
                                         std::make_pair(absl::StatusCode::kUnauthenticated, 3)),
                         [](const auto& row) { return absl::StatusCodeToString(row.param.first); });

}  // namespace
}  // namespace linkstat::cli
