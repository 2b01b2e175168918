#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

// Requests that name a linked account, as far as they are judged without it.
namespace linkstat::core {
namespace {

using test::ParseProto;
using test::TestSnapshot;
using testing::ElementsAre;

template <typename Request>
absl::Status Check(const std::string& text) {
  return CheckRequest(TestSnapshot(), ParseProto<Request>(text));
}

TEST(LinkedAccountRequests, PassTheCheckWithAnIdAlone) {
  const std::string text = "linked_account: 'acme' view: VIEW_FULL";
  EXPECT_TRUE(Check<v1::CheckPermissionsRequest>(text).ok());
  EXPECT_TRUE(Check<v1::CheckServiceAccountRequest>(text).ok());
  EXPECT_TRUE(Check<v1::GetLinkingDetailsRequest>(text).ok());
}

TEST(LinkedAccountRequests, AreRefusedWhereNoAccountsAreKept) {
  const auto expected = ElementsAre("linked_account needs an agent that keeps linked accounts");
  v1::CheckPermissionsRequest permissions;
  permissions.set_linked_account("acme");
  EXPECT_THAT(test::ViolationsOf(CheckPermissions(TestSnapshot(), permissions).status()), expected);
  v1::CheckServiceAccountRequest form;
  form.set_linked_account("acme");
  EXPECT_THAT(test::ViolationsOf(CheckServiceAccount(TestSnapshot(), form).status()), expected);
  v1::GetLinkingDetailsRequest details;
  details.set_linked_account("acme");
  EXPECT_THAT(test::ViolationsOf(GetLinkingDetails(TestSnapshot(), details).status()), expected);
}

TEST(LinkedAccountRequests, OfPermissionsBringNoObservation) {
  EXPECT_THAT(
      test::ViolationsOf(Check<v1::CheckPermissionsRequest>("linked_account: 'acme' observed {}")),
      ElementsAre("linked_account must not be set together with observed",
                  "observed must not be set together with linked_account"));
}

TEST(LinkedAccountRequests, OfServiceAccountsBringNothingElse) {
  EXPECT_THAT(
      test::ViolationsOf(Check<v1::CheckServiceAccountRequest>(
          "linked_account: 'acme' form {} observed {} expected_identity {} transitioning: true")),
      ElementsAre("linked_account must not be set together with form, observed, expected_identity, "
                  "transitioning",
                  "form must not be set together with linked_account",
                  "observed must not be set together with linked_account",
                  "expected_identity must not be set together with linked_account",
                  "transitioning must not be set together with linked_account"));
}

TEST(LinkedAccountRequests, OfDetailsContainNoTransition) {
  EXPECT_THAT(test::ViolationsOf(Check<v1::GetLinkingDetailsRequest>(
                  "linked_account: 'acme' transitioning: true")),
              ElementsAre("linked_account must not be set together with transitioning",
                          "transitioning must not be set together with linked_account"));
}

TEST(LinkedAccountRequests, ReportAnInvalidIdWithEveryOtherFault) {
  EXPECT_THAT(test::ViolationsOf(
                  Check<v1::GetLinkingDetailsRequest>("linked_account: 'A b' render: 9 view: 77")),
              ElementsAre(testing::StartsWith("linked_account is not a valid id"),
                          "render is not a value of Render", "view is not a value of View"));
}

TEST(LinkedAccountRequests, HoldForTheExpectedRevision) {
  const std::string text =
      "linked_account: 'acme' expected_revision: 'ffffffffffffffffffffffffffffffff'";
  EXPECT_EQ(test::ReasonOf(Check<v1::CheckPermissionsRequest>(text)), "REVISION_MISMATCH");
}

}  // namespace
}  // namespace linkstat::core
