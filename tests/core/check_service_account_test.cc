#include <gmock/gmock.h>

#include "agent/core/linking.h"
#include "tests/core/service_account_requests.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using ::linkstat::test::EqualsProto;
using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::ParseProto;
using ::linkstat::test::ResultOf;
using ::linkstat::test::RightRequest;
using ::linkstat::test::TestCatalog;
using ::linkstat::test::TestSnapshot;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::CheckServiceAccountResponse Check(const v1::CheckServiceAccountRequest& request,
                                      const Snapshot& snapshot = TestSnapshot()) {
  auto response = CheckServiceAccount(snapshot, request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *std::move(response) : v1::CheckServiceAccountResponse();
}

v1::CheckServiceAccountRequest ParseRequest(absl::string_view textproto) {
  return ParseProto<v1::CheckServiceAccountRequest>(textproto);
}

TEST(CheckServiceAccount, AnswersEveryFieldInCatalogOrderWhateverTheOrderOfTheEntries) {
  const v1::CheckServiceAccountRequest request = RightRequest();
  v1::CheckServiceAccountRequest reversed = request;
  auto& entries = *reversed.mutable_form()->mutable_entries();
  std::reverse(entries.begin(), entries.end());

  const v1::CheckServiceAccountResponse response = Check(request);

  std::vector<std::string> ids;
  for (const v1::FieldResult& field : response.fields()) ids.push_back(field.form_field_id());
  EXPECT_THAT(
      ids, ElementsAre("member-type", "admin-access", "first-name", "last-name", "title", "manager",
                       "department", "office", "start-date", "work-email", "send-invitation-to"));
  EXPECT_THAT(Check(reversed), EqualsProto(response));
}

TEST(CheckServiceAccount, ReportsWhatAWrongFieldShouldHoldAndWhatWasSeen) {
  const auto response =
      Check(ParseRequest(R"pb(form { entries { label: "Office" values: "Main Street" } })pb"));

  EXPECT_THAT(ResultOf("Office", response), EqualsTextProto(R"pb(
                form_field_id: "office"
                label: "Office"
                kind: FIELD_KIND_FIXED
                state: FIELD_STATE_WRONG
                expected_values: "Remote (work from home)"
                observed_values: "Main Street"
              )pb"));
}

TEST(CheckServiceAccount, ReportsThePartsThatAFieldShouldHold) {
  const auto response = Check(ParseRequest(R"pb(form {})pb"));

  EXPECT_THAT(ResultOf("Send Invitation to", response), EqualsTextProto(R"pb(
                form_field_id: "send-invitation-to"
                label: "Send Invitation to"
                kind: FIELD_KIND_FIXED
                state: FIELD_STATE_NOT_OBSERVED
                expected_values: "Work Email"
                expected_values: "Now"
              )pb"));
}

TEST(CheckServiceAccount, ExpectsTheGivenIdentity) {
  const auto response = Check(ParseRequest(R"pb(
    form { entries { label: "Work Email" values: "a@example.com" } }
    expected_identity { work_email: "b@example.com" }
  )pb"));

  EXPECT_THAT(ResultOf("Work Email", response), EqualsTextProto(R"pb(
                form_field_id: "work-email"
                label: "Work Email"
                kind: FIELD_KIND_PROVIDED
                state: FIELD_STATE_WRONG
                expected_values: "b@example.com"
                observed_values: "a@example.com"
              )pb"));
}

TEST(CheckServiceAccount, ExpectsNothingOfAnIdentityThatIsNotKnown) {
  const auto response = Check(ParseRequest(R"pb(
    form { entries { label: "First Name" values: "Mia" } }
    expected_identity { work_email: "b@example.com" }
  )pb"));

  EXPECT_THAT(ResultOf("First Name", response), EqualsTextProto(R"pb(
                form_field_id: "first-name"
                label: "First Name"
                kind: FIELD_KIND_PROVIDED
                state: FIELD_STATE_UNVERIFIED
                observed_values: "Mia"
              )pb"));
}

TEST(CheckServiceAccount, ReportsHowAnotherSpellingOfALabelWasMatched) {
  const auto response =
      Check(ParseRequest(R"pb(form { entries { label: "ADMIN  access" values: "Yes" } })pb"));

  EXPECT_THAT(ResultOf("Admin Access", response).label_match(),
              EqualsTextProto(R"pb(input: "ADMIN  access" kind: MATCH_KIND_NORMALIZED)pb"));
  EXPECT_EQ(ResultOf("Admin Access", response).state(), v1::FIELD_STATE_OK);
}

TEST(CheckServiceAccount, ReportsHowAnAliasWasMatched) {
  const auto response =
      Check(ParseRequest(R"pb(form { entries { label: "Surname" values: "Service Account" } })pb"));

  EXPECT_THAT(ResultOf("Last Name", response).label_match(),
              EqualsTextProto(R"pb(input: "Surname" kind: MATCH_KIND_ALIAS)pb"));
}

TEST(CheckServiceAccount, ReportsLabelsThatMeetNoFieldWithTheNearest) {
  const auto response = Check(ParseRequest(R"pb(
    form {
      entries { label: "zzzzqqqq" values: "x" }
      entries { label: "Start dates" values: "x" }
    }
  )pb"));

  ASSERT_EQ(response.unrecognized_fields_size(), 2);
  EXPECT_THAT(response.unrecognized_fields(0), EqualsTextProto(R"pb(input: "zzzzqqqq")pb"));
  EXPECT_EQ(response.unrecognized_fields(1).input(), "Start dates");
  ASSERT_GT(response.unrecognized_fields(1).suggestions_size(), 0);
  EXPECT_THAT(response.unrecognized_fields(1).suggestions(0),
              EqualsTextProto(R"pb(id: "start-date" label: "Start date")pb"));
}

TEST(CheckServiceAccount, DoesNotJudgeAFieldByALabelThatIsMerelySimilar) {
  const auto response =
      Check(ParseRequest(R"pb(form { entries { label: "Start dates" values: "x" } })pb"));

  EXPECT_EQ(ResultOf("Start date", response).state(), v1::FIELD_STATE_NOT_OBSERVED);
}

TEST(CheckServiceAccount, ReportsAnUnrecognizedSpellingOnce) {
  const auto response = Check(ParseRequest(R"pb(
    form {
      entries { label: "Shoe size" values: "44" }
      entries { label: "Shoe size" values: "45" }
      entries { label: "shoe size" values: "45" }
    }
  )pb"));

  ASSERT_EQ(response.unrecognized_fields_size(), 2);
  EXPECT_EQ(response.unrecognized_fields(0).input(), "Shoe size");
  EXPECT_EQ(response.unrecognized_fields(1).input(), "shoe size");
}

TEST(CheckServiceAccount, CarriesThePermissionCheckAsCheckPermissionsAnswersIt) {
  const auto request = ParseRequest(R"pb(
    observed { names: "manage employees" names: "Run Payments" names: "nonsense" }
    view: VIEW_FULL
  )pb");
  v1::CheckPermissionsRequest permissions;
  *permissions.mutable_observed() = request.observed();
  permissions.set_view(request.view());

  const auto expected = CheckPermissions(TestSnapshot(), permissions);

  ASSERT_TRUE(expected.ok()) << expected.status();
  EXPECT_THAT(Check(request).permissions(), EqualsProto(*expected));
}

TEST(CheckServiceAccount, DistinguishesNoPermissionsFromNoObservation) {
  EXPECT_EQ(Check(ParseRequest("")).permissions().verdict(), v1::VERDICT_INDETERMINATE);
  EXPECT_EQ(Check(ParseRequest("observed {}")).permissions().verdict(), v1::VERDICT_NOT_SATISFIED);
}

TEST(CheckServiceAccount, GivesGuidanceInFullViewOnly) {
  const auto basic = Check(ParseRequest("view: VIEW_BASIC"));
  const auto full = Check(ParseRequest("view: VIEW_FULL"));

  EXPECT_FALSE(ResultOf("Department", basic).has_guidance());
  EXPECT_EQ(ResultOf("Department", full).guidance(), "A choice of the list, not an empty field.");
  EXPECT_FALSE(ResultOf("Title", full).has_guidance());
}

TEST(CheckServiceAccount, AppliesTheTransitionRuleWhenTransitioning) {
  const auto response = Check(ParseRequest("transitioning: true"));

  EXPECT_THAT(response.transition_rule(), EqualsProto(TestCatalog().transition_rule()));
  for (const v1::FieldResult& field : response.fields()) {
    EXPECT_EQ(field.transition_rule_applies(), field.form_field_id() == "work-email")
        << field.form_field_id();
  }
}

TEST(CheckServiceAccount, LeavesTheTransitionRuleOutOtherwise) {
  const auto response = Check(ParseRequest(""));

  EXPECT_FALSE(response.has_transition_rule());
  EXPECT_FALSE(ResultOf("Work Email", response).transition_rule_applies());
}

TEST(CheckServiceAccount, HasNoTransitionRuleWhenTheCatalogHasNone) {
  v1::Catalog catalog = TestCatalog();
  catalog.clear_transition_rule();

  const auto response = Check(ParseRequest("transitioning: true"), *test::SnapshotOf(catalog));

  EXPECT_FALSE(response.has_transition_rule());
}

TEST(CheckServiceAccount, NamesTheRevisionThatItWasComputedFrom) {
  EXPECT_EQ(Check(ParseRequest("")).catalog_revision(), test::kTestRevision);
}

TEST(CheckServiceAccount, AnswersForTheExpectedRevision) {
  v1::CheckServiceAccountRequest request = RightRequest();
  request.set_expected_revision(test::kTestRevision);

  EXPECT_EQ(Check(request).verdict(), v1::VERDICT_SATISFIED);
}

}  // namespace
}  // namespace linkstat::core
