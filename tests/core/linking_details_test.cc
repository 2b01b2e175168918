#include <gmock/gmock.h>

#include <string>

#include "agent/core/linking.h"
#include "agent/core/render.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using ::linkstat::test::EqualsProto;
using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::ParseProto;
using ::linkstat::test::TestCatalog;
using ::linkstat::test::TestSnapshot;
using ::linkstat::test::ViolationsOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::GetLinkingDetailsResponse Details(absl::string_view request,
                                      const Snapshot& snapshot = TestSnapshot()) {
  auto response = GetLinkingDetails(snapshot, ParseProto<v1::GetLinkingDetailsRequest>(request));
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *std::move(response) : v1::GetLinkingDetailsResponse();
}

absl::Status Refusal(absl::string_view request) {
  return GetLinkingDetails(TestSnapshot(), ParseProto<v1::GetLinkingDetailsRequest>(request))
      .status();
}

v1::GuideField FieldWithId(absl::string_view id, const v1::GetLinkingDetailsResponse& details) {
  for (const v1::GuideField& field : details.form_fields()) {
    if (field.form_field_id() == id) return field;
  }
  ADD_FAILURE() << "no field " << id;
  return {};
}

TEST(GetLinkingDetails, ListsTheFormFieldByFieldInTheOrderOfTheScreen) {
  const auto details =
      Details(R"pb(identity { first_name: "Mia" work_email: "mia@example.com" })pb");

  v1::GetLinkingDetailsResponse form;
  *form.mutable_form_fields() = details.form_fields();
  EXPECT_THAT(form, EqualsTextProto(R"pb(
                form_fields {
                  form_field_id: "member-type"
                  label: "Member Type"
                  kind: FIELD_KIND_FIXED
                  value_state: VALUE_STATE_KNOWN
                  values: "3rd Party Admin / Accountant"
                  display: "3rd Party Admin / Accountant"
                }
                form_fields {
                  form_field_id: "admin-access"
                  label: "Admin Access"
                  kind: FIELD_KIND_FIXED
                  value_state: VALUE_STATE_KNOWN
                  values: "Yes"
                  display: "Yes"
                }
                form_fields {
                  form_field_id: "first-name"
                  label: "First Name"
                  kind: FIELD_KIND_PROVIDED
                  value_state: VALUE_STATE_KNOWN
                  values: "Mia"
                  display: "Mia"
                }
                form_fields {
                  form_field_id: "last-name"
                  label: "Last Name"
                  kind: FIELD_KIND_FIXED
                  value_state: VALUE_STATE_KNOWN
                  values: "Service Account"
                  display: "Service Account"
                }
                form_fields {
                  form_field_id: "title"
                  label: "Title"
                  kind: FIELD_KIND_FIXED
                  value_state: VALUE_STATE_KNOWN
                  values: "Service Account"
                  display: "Service Account"
                }
                form_fields {
                  form_field_id: "manager"
                  label: "Manager"
                  kind: FIELD_KIND_MAY_BE_EMPTY
                  value_state: VALUE_STATE_MAY_BE_EMPTY
                  display: "(any value, or empty)"
                }
                form_fields {
                  form_field_id: "department"
                  label: "Department"
                  kind: FIELD_KIND_FIXED
                  value_state: VALUE_STATE_KNOWN
                  values: "No Department"
                  display: "No Department"
                }
                form_fields {
                  form_field_id: "office"
                  label: "Office"
                  kind: FIELD_KIND_FIXED
                  value_state: VALUE_STATE_KNOWN
                  values: "Remote (work from home)"
                  display: "Remote (work from home)"
                }
                form_fields {
                  form_field_id: "start-date"
                  label: "Start date"
                  kind: FIELD_KIND_ANY_VALUE
                  value_state: VALUE_STATE_ANY
                  display: "(any value, but not empty)"
                }
                form_fields {
                  form_field_id: "work-email"
                  label: "Work Email"
                  kind: FIELD_KIND_PROVIDED
                  value_state: VALUE_STATE_KNOWN
                  values: "mia@example.com"
                  display: "mia@example.com"
                }
                form_fields {
                  form_field_id: "send-invitation-to"
                  label: "Send Invitation to"
                  kind: FIELD_KIND_FIXED
                  value_state: VALUE_STATE_KNOWN
                  values: "Work Email"
                  values: "Now"
                  display: "Work Email, Now"
                }
              )pb"));
}

TEST(GetLinkingDetails, StatesThatAValueWasNotProvidedInsteadOfInventingOne) {
  const auto details = Details("");

  EXPECT_THAT(FieldWithId("first-name", details), EqualsTextProto(R"pb(
                form_field_id: "first-name"
                label: "First Name"
                kind: FIELD_KIND_PROVIDED
                value_state: VALUE_STATE_NOT_PROVIDED
                display: "(provided by the linking flow; not given here)"
              )pb"));
  EXPECT_THAT(FieldWithId("work-email", details), EqualsTextProto(R"pb(
                form_field_id: "work-email"
                label: "Work Email"
                kind: FIELD_KIND_PROVIDED
                value_state: VALUE_STATE_NOT_PROVIDED
                display: "(provided by the linking flow; not given here)"
              )pb"));
}

TEST(GetLinkingDetails, TakesFirstNameAndWorkEmailEachOnItsOwn) {
  const auto name_only = Details(R"pb(identity { first_name: "Mia" })pb");
  EXPECT_EQ(FieldWithId("first-name", name_only).value_state(), v1::VALUE_STATE_KNOWN);
  EXPECT_EQ(FieldWithId("work-email", name_only).value_state(), v1::VALUE_STATE_NOT_PROVIDED);

  const auto email_only = Details(R"pb(identity { work_email: "mia@example.com" })pb");
  EXPECT_EQ(FieldWithId("first-name", email_only).value_state(), v1::VALUE_STATE_NOT_PROVIDED);
  EXPECT_EQ(FieldWithId("work-email", email_only).value_state(), v1::VALUE_STATE_KNOWN);
}

TEST(GetLinkingDetails, CarriesTheGuideOfTheCatalog) {
  const v1::Catalog catalog = TestCatalog();
  v1::GetLinkingDetailsResponse expected;
  *expected.mutable_provider() = catalog.provider();
  *expected.mutable_auth_method() = catalog.auth_method();
  *expected.mutable_prerequisites() = catalog.prerequisites();
  *expected.mutable_steps() = catalog.steps();
  expected.set_catalog_revision(test::kTestRevision);

  auto details = Details("");
  details.clear_form_fields();
  details.clear_permissions();

  EXPECT_THAT(details, EqualsProto(expected));
}

TEST(GetLinkingDetails, ListsThePermissionsWithWhatEachUnlocks) {
  const auto details = Details("");

  ASSERT_THAT(details.permissions(), SizeIs(6));
  EXPECT_THAT(details.permissions(0), EqualsTextProto(R"pb(
                permission_id: "edit-company-settings"
                label: "Edit Company Settings"
                level: PERMISSION_LEVEL_REQUIRED
                unlocks: "Company information"
                unlocks: "Office information"
                unlocks: "Location information"
                unlocks: "Department information"
              )pb"));
}

TEST(GetLinkingDetails, AddsTextsInFullView) {
  const auto details = Details("view: VIEW_FULL");

  EXPECT_EQ(FieldWithId("department", details).guidance(),
            "A choice of the list, not an empty field.");
  EXPECT_EQ(details.permissions(0).rationale(), "Company data is read through it.");
  EXPECT_EQ(details.permissions(0).access_note(),
            "It gives edit access, the integration only views.");
  ASSERT_THAT(details.notes(), SizeIs(1));
  EXPECT_THAT(details.notes(0), EqualsProto(TestCatalog().notes(0)));
}

TEST(GetLinkingDetails, AnswersInBasicViewByDefault) {
  EXPECT_THAT(Details(""), EqualsProto(Details("view: VIEW_BASIC")));
  EXPECT_FALSE(FieldWithId("department", Details("")).has_guidance());
}

TEST(GetLinkingDetails, HasTheTransitionRuleOnlyWhenTransitioning) {
  EXPECT_FALSE(Details("").has_transition_rule());
  EXPECT_THAT(Details("transitioning: true").transition_rule(),
              EqualsProto(TestCatalog().transition_rule()));
}

TEST(GetLinkingDetails, HasNoTransitionRuleWhenTheCatalogHasNone) {
  v1::Catalog catalog = TestCatalog();
  catalog.clear_transition_rule();

  EXPECT_FALSE(Details("transitioning: true", *test::SnapshotOf(catalog)).has_transition_rule());
}

TEST(GetLinkingDetails, HasADocumentOnlyWhenOneIsRequested) {
  EXPECT_FALSE(Details("").has_document());
  EXPECT_EQ(Details("render: RENDER_TEXT").document().media_type(), "text/plain; charset=utf-8");
  EXPECT_EQ(Details("render: RENDER_MARKDOWN").document().media_type(),
            "text/markdown; charset=utf-8");
  EXPECT_EQ(Details("render: RENDER_HTML").document().media_type(), "text/html; charset=utf-8");
}

TEST(GetLinkingDetails, PutsAllTextsIntoTheDocumentWhateverTheView) {
  const auto basic = Details("transitioning: true view: VIEW_BASIC render: RENDER_TEXT");
  const auto full = Details("transitioning: true view: VIEW_FULL");

  EXPECT_THAT(basic.document(), EqualsProto(RenderGuide(full, v1::RENDER_TEXT)));
  EXPECT_FALSE(basic.permissions(0).has_rationale());
}

TEST(GetLinkingDetails, RefusesEveryFieldOutOfBoundsAtOnce) {
  const absl::Status status = Refusal(R"pb(
    identity { first_name: "Mia\nAnn" work_email: "mia" }
    view: 9
    render: 9
    expected_revision: "0123456789ABCDEF0123456789ABCDEF"
  )pb");

  EXPECT_THAT(ViolationsOf(status),
              ElementsAre("identity.first_name holds a control character",
                          "identity.work_email is not an address of the form local@domain",
                          "render is not a value of Render", "view is not a value of View",
                          "expected_revision is not 32 lower-case hexadecimal digits"));
  EXPECT_EQ(test::ReasonOf(status), "INVALID_FIELD");
}

TEST(GetLinkingDetails, RefusesAnEmptyValueOfTheIdentity) {
  EXPECT_THAT(ViolationsOf(Refusal(R"pb(identity { first_name: "" work_email: "" })pb")),
              ElementsAre("identity.first_name is empty or blank",
                          "identity.work_email is empty or blank"));
}

TEST(GetLinkingDetails, RefusesAFirstNameOfMoreThanAHundredBytes) {
  v1::GetLinkingDetailsRequest request;
  request.mutable_identity()->set_first_name(std::string(101, 'x'));

  EXPECT_THAT(ViolationsOf(GetLinkingDetails(TestSnapshot(), request).status()),
              ElementsAre("identity.first_name has 101 bytes, more than 100"));
}

TEST(GetLinkingDetails, RefusesAnotherRevisionThanTheOneServed) {
  const absl::Status status =
      Refusal(R"pb(expected_revision: "ffffffffffffffffffffffffffffffff")pb");

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(test::ReasonOf(status), "REVISION_MISMATCH");
}

TEST(GetLinkingDetails, AnswersForTheExpectedRevision) {
  EXPECT_EQ(
      Details(R"pb(expected_revision: "0123456789abcdef0123456789abcdef")pb").catalog_revision(),
      test::kTestRevision);
}

}  // namespace
}  // namespace linkstat::core
