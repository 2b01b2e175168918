#include <gmock/gmock.h>

#include <string>

#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using test::EqualsTextProto;
using testing::ElementsAre;

// One required permission, one optional one and one that nobody needs.
const Snapshot& Small() {
  static const SnapshotPtr snapshot = test::SnapshotOf(test::ParseProto<v1::Catalog>(R"pb(
    permissions {
      id: "read"
      label: "Read Books"
      level: PERMISSION_LEVEL_REQUIRED
      rationale: "Why read."
      access_note: "Reads all."
      remediation: "Grant read."
      data_domain_ids: "shelf"
      data_domain_ids: "books"
    }
    permissions {
      id: "lend"
      label: "Lend Books"
      aliases: "Give Books"
      level: PERMISSION_LEVEL_OPTIONAL
      rationale: "Why lend."
      remediation: "Grant lend."
      data_domain_ids: "books"
      data_domain_ids: "loans"
    }
    unneeded_permissions { id: "burn" label: "Burn Paper" aliases: "Set Alight" note: "No need." }
    data_domains { id: "books" label: "Books" }
    data_domains { id: "shelf" label: "Shelf" }
    data_domains { id: "loans" label: "Loans" }
  )pb"));
  return *snapshot;
}

absl::StatusOr<v1::CheckPermissionsResponse> Check(const std::string& request) {
  return CheckPermissions(Small(), test::ParseProto<v1::CheckPermissionsRequest>(request));
}

v1::CheckPermissionsResponse Answer(const std::string& request) {
  const auto response = Check(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *response : v1::CheckPermissionsResponse();
}

TEST(CheckPermissions, IsIndeterminateWhenNothingWasObserved) {
  EXPECT_THAT(Answer(""), EqualsTextProto(R"pb(
                verdict: VERDICT_INDETERMINATE
                results {
                  permission_id: "read"
                  label: "Read Books"
                  level: PERMISSION_LEVEL_REQUIRED
                  state: PERMISSION_STATE_UNKNOWN
                }
                results {
                  permission_id: "lend"
                  label: "Lend Books"
                  level: PERMISSION_LEVEL_OPTIONAL
                  state: PERMISSION_STATE_UNKNOWN
                }
                impacts { data_domain_id: "books" label: "Books" state: DOMAIN_STATE_UNKNOWN }
                impacts { data_domain_id: "shelf" label: "Shelf" state: DOMAIN_STATE_UNKNOWN }
                impacts { data_domain_id: "loans" label: "Loans" state: DOMAIN_STATE_UNKNOWN }
                catalog_revision: "0123456789abcdef0123456789abcdef"
              )pb"));
}

TEST(CheckPermissions, TakesAnEmptyListForAnObservation) {
  EXPECT_THAT(Answer("observed {}"), EqualsTextProto(R"pb(
                verdict: VERDICT_NOT_SATISFIED
                results {
                  permission_id: "read"
                  label: "Read Books"
                  level: PERMISSION_LEVEL_REQUIRED
                  state: PERMISSION_STATE_MISSING
                }
                results {
                  permission_id: "lend"
                  label: "Lend Books"
                  level: PERMISSION_LEVEL_OPTIONAL
                  state: PERMISSION_STATE_MISSING
                }
                impacts {
                  data_domain_id: "books"
                  label: "Books"
                  state: DOMAIN_STATE_BLOCKED
                  blocked_by_permission_ids: "read"
                }
                impacts {
                  data_domain_id: "shelf"
                  label: "Shelf"
                  state: DOMAIN_STATE_BLOCKED
                  blocked_by_permission_ids: "read"
                }
                impacts { data_domain_id: "loans" label: "Loans" state: DOMAIN_STATE_AVAILABLE }
                catalog_revision: "0123456789abcdef0123456789abcdef"
              )pb"));
}

TEST(CheckPermissions, IsSatisfiedWithoutOptionalPermissions) {
  EXPECT_THAT(Answer("observed { names: 'Read Books' }"), EqualsTextProto(R"pb(
                verdict: VERDICT_SATISFIED
                results {
                  permission_id: "read"
                  label: "Read Books"
                  level: PERMISSION_LEVEL_REQUIRED
                  state: PERMISSION_STATE_GRANTED
                }
                results {
                  permission_id: "lend"
                  label: "Lend Books"
                  level: PERMISSION_LEVEL_OPTIONAL
                  state: PERMISSION_STATE_MISSING
                }
                impacts { data_domain_id: "books" label: "Books" state: DOMAIN_STATE_AVAILABLE }
                impacts { data_domain_id: "shelf" label: "Shelf" state: DOMAIN_STATE_AVAILABLE }
                impacts { data_domain_id: "loans" label: "Loans" state: DOMAIN_STATE_AVAILABLE }
                catalog_revision: "0123456789abcdef0123456789abcdef"
              )pb"));
}

TEST(CheckPermissions, IsNotSatisfiedByOptionalPermissionsAlone) {
  EXPECT_EQ(Answer("observed { names: 'Lend Books' }").verdict(), v1::VERDICT_NOT_SATISFIED);
}

TEST(CheckPermissions, IsNotSatisfiedByExtraPermissions) {
  EXPECT_EQ(Answer("observed { names: 'Burn Paper' }").verdict(), v1::VERDICT_NOT_SATISFIED);
}

TEST(CheckPermissions, PutsEveryNameIntoABucket) {
  EXPECT_THAT(Answer(R"pb(observed {
                            names: "Paint Walls"
                            names: "set alight"
                            names: "Read Books"
                            names: "give books"
                            names: "Burn Paper"
                            names: "Reed Books"
                          })pb"),
              EqualsTextProto(R"pb(
                verdict: VERDICT_SATISFIED
                results {
                  permission_id: "read"
                  label: "Read Books"
                  level: PERMISSION_LEVEL_REQUIRED
                  state: PERMISSION_STATE_GRANTED
                }
                results {
                  permission_id: "lend"
                  label: "Lend Books"
                  level: PERMISSION_LEVEL_OPTIONAL
                  state: PERMISSION_STATE_GRANTED
                  matches { input: "give books" kind: MATCH_KIND_ALIAS }
                }
                unrecognized { input: "Paint Walls" }
                unrecognized {
                  input: "Reed Books"
                  suggestions { id: "read" label: "Read Books" }
                  suggestions { id: "lend" label: "Lend Books" }
                }
                extra {
                  permission_id: "burn"
                  label: "Burn Paper"
                  matches { input: "set alight" kind: MATCH_KIND_ALIAS }
                }
                impacts { data_domain_id: "books" label: "Books" state: DOMAIN_STATE_AVAILABLE }
                impacts { data_domain_id: "shelf" label: "Shelf" state: DOMAIN_STATE_AVAILABLE }
                impacts { data_domain_id: "loans" label: "Loans" state: DOMAIN_STATE_AVAILABLE }
                catalog_revision: "0123456789abcdef0123456789abcdef"
              )pb"));
}

TEST(CheckPermissions, AddsTextsInTheFullView) {
  const auto response = Answer("observed { names: 'Lend Books' } view: VIEW_FULL");
  EXPECT_THAT(response.results(), ElementsAre(EqualsTextProto(R"pb(
                                                permission_id: "read"
                                                label: "Read Books"
                                                level: PERMISSION_LEVEL_REQUIRED
                                                state: PERMISSION_STATE_MISSING
                                                rationale: "Why read."
                                                access_note: "Reads all."
                                                remediation: "Grant read."
                                                data_domain_ids: "books"
                                                data_domain_ids: "shelf"
                                              )pb"),
                                              EqualsTextProto(R"pb(
                                                permission_id: "lend"
                                                label: "Lend Books"
                                                level: PERMISSION_LEVEL_OPTIONAL
                                                state: PERMISSION_STATE_GRANTED
                                                rationale: "Why lend."
                                                data_domain_ids: "books"
                                                data_domain_ids: "loans"
                                              )pb")));
}

TEST(CheckPermissions, AddsTheNoteOfAnExtraPermissionInTheFullView) {
  EXPECT_THAT(
      Answer("observed { names: 'Burn Paper' } view: VIEW_FULL").extra(),
      ElementsAre(EqualsTextProto("permission_id: 'burn' label: 'Burn Paper' note: 'No need.'")));
}

TEST(CheckPermissions, AdvisesOnUnknownPermissionsInTheFullView) {
  EXPECT_EQ(Answer("view: VIEW_FULL").results(0).remediation(), "Grant read.");
}

TEST(CheckPermissions, AnswersTheUnspecifiedViewAsTheBasicOne) {
  EXPECT_THAT(Answer("observed { names: 'Read Books' } view: VIEW_BASIC"),
              test::EqualsProto(Answer("observed { names: 'Read Books' }")));
}

TEST(CheckPermissions, CountsANameGivenTwiceOnce) {
  EXPECT_THAT(Answer("observed { names: 'read books' names: 'Burn' names: 'read books' "
                     "names: 'SET ALIGHT' names: 'Burn' names: 'SET ALIGHT' }"),
              test::EqualsProto(
                  Answer("observed { names: 'read books' names: 'Burn' names: 'SET ALIGHT' }")));
}

TEST(CheckPermissions, ReportsEverySpellingOfOnePermissionButTheLabel) {
  const auto response = Answer(
      "observed { names: 'READ BOOKS' names: 'Read Books' names: 'read  books' "
      "names: 'Read Books' }");
  EXPECT_THAT(response.results(0).matches(),
              ElementsAre(EqualsTextProto("input: 'READ BOOKS' kind: MATCH_KIND_NORMALIZED"),
                          EqualsTextProto("input: 'read  books' kind: MATCH_KIND_NORMALIZED")));
}

TEST(CheckPermissions, ListsExtraPermissionsInCatalogOrder) {
  v1::CheckPermissionsRequest request;
  request.mutable_observed()->add_names("Run Payments");
  request.mutable_observed()->add_names("Approve Time Off");
  const auto response = CheckPermissions(test::TestSnapshot(), request);
  ASSERT_TRUE(response.ok());
  EXPECT_THAT(response->extra(),
              ElementsAre(EqualsTextProto("permission_id: 'approve-time-off' "
                                          "label: 'Approve Time Off'"),
                          EqualsTextProto("permission_id: 'run-payments' label: 'Run Payments'")));
}

TEST(CheckPermissions, AnswersUnderTheRevisionExpected) {
  EXPECT_THAT(Answer("expected_revision: '0123456789abcdef0123456789abcdef'"),
              test::EqualsProto(Answer("")));
}

TEST(CheckPermissions, RefusesAnotherRevision) {
  const auto response = Check("expected_revision: 'ffffffffffffffffffffffffffffffff'");
  EXPECT_EQ(response.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(test::ReasonOf(response.status()), "REVISION_MISMATCH");
}

TEST(CheckPermissions, ReportsEveryBadFieldAtOnce) {
  const auto response = Check(
      "observed { names: '' names: 'a' names: '--' } view: 77 "
      "expected_revision: ''");
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(test::ReasonOf(response.status()), "INVALID_FIELD");
  EXPECT_THAT(test::ViolationsOf(response.status()),
              ElementsAre("observed.names[0] is empty or blank",
                          "observed.names[2] has no letter or digit", "view is not a value of View",
                          "expected_revision is not 32 lower-case hexadecimal digits"));
}

TEST(CheckPermissions, QuotesNoInputInAnError) {
  const auto response = Check("observed { names: 'secret\\nname' }");
  EXPECT_THAT(response.status().ToString(), testing::Not(testing::HasSubstr("secret")));
}

}  // namespace
}  // namespace linkstat::core
