#include "agent/core/link_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/table.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using test::ListIn;
using test::ParseProto;
using test::TableRow;
using test::TestCatalog;
using test::TestSnapshot;
using testing::ElementsAre;
using testing::IsEmpty;

const v1::LinkIdentity& Ana() {
  static const auto identity =
      ParseProto<v1::LinkIdentity>("first_name: 'Ana' work_email: 'ana@example.com'");
  return identity;
}

// The account of a row; owns what its facts point to.
class Account {
 public:
  Account(absl::string_view transition, absl::string_view permissions, absl::string_view form) {
    facts_.identity = &Ana();
    facts_.transitioning = transition != "no";
    facts_.relinked = transition == "done";
    if (permissions != "absent") SetPermissions(permissions);
    if (form != "absent") SetForm(form);
  }

  const AccountFacts& facts() const { return facts_; }

 private:
  // `all`, or `without: LABEL,...`.
  void SetPermissions(absl::string_view text) {
    facts_.observed = &observed_;
    absl::ConsumePrefix(&text, "without: ");
    const std::vector<std::string> missing = ListIn(text);
    for (const v1::Permission& permission : TestSnapshot().catalog().permissions()) {
      const bool is_missing =
          std::find(missing.begin(), missing.end(), permission.label()) != missing.end();
      if (!is_missing) observed_.add_names(permission.label());
    }
  }

  // `LABEL=VALUE;...`.
  void SetForm(absl::string_view text) {
    facts_.form = &form_;
    for (const absl::string_view part : absl::StrSplit(text, ';')) {
      const std::pair<std::string, std::string> field =
          absl::StrSplit(part, absl::MaxSplits('=', 1));
      v1::ObservedField& entry = *form_.add_entries();
      entry.set_label(field.first);
      if (!field.second.empty()) entry.add_values(field.second);
    }
  }

  v1::ObservedPermissions observed_;
  v1::ObservedForm form_;
  AccountFacts facts_;
};

std::vector<std::string> Words(const std::vector<v1::StateReason>& reasons) {
  std::vector<std::string> words;
  for (const v1::StateReason& reason : reasons) {
    const std::string kind(
        absl::StripPrefix(v1::StateReasonKind_Name(reason.kind()), "STATE_REASON_KIND_"));
    words.push_back(reason.id().empty() ? kind : absl::StrCat(kind, ":", reason.id()));
  }
  return words;
}

class LinkState : public testing::TestWithParam<TableRow> {};

TEST_P(LinkState, FollowsTheTable) {
  const std::vector<std::string>& cells = GetParam().cells;
  const Account account(cells[0], cells[1], cells[2]);
  const AccountEvaluation standing = EvaluateAccount(TestSnapshot(), account.facts());
  EXPECT_EQ(v1::LinkState_Name(standing.state), "LINK_STATE_" + cells[3]);
  EXPECT_EQ(Words(ReasonsFor(TestSnapshot(), standing)), ListIn(cells[4]));
}

INSTANTIATE_TEST_SUITE_P(Cases, LinkState,
                         testing::ValuesIn(test::ReadTable("tests/cases/link_states.tsv", 5)),
                         test::NameOfCase);

TEST(ReasonsFor, CarriesTheLabelsOfTheCatalog) {
  const Account account("open", "without: Manage Employees", "Title=Boss");
  const AccountEvaluation standing = EvaluateAccount(TestSnapshot(), account.facts());
  v1::LinkedAccount answer;
  for (const auto& reason : ReasonsFor(TestSnapshot(), standing)) *answer.add_reasons() = reason;
  EXPECT_THAT(answer, test::EqualsTextProto(R"pb(
                reasons { kind: STATE_REASON_KIND_NOT_RELINKED id: "previous-authentication" }
                reasons {
                  kind: STATE_REASON_KIND_PERMISSION_MISSING
                  id: "manage-employees"
                  label: "Manage Employees"
                }
                reasons { kind: STATE_REASON_KIND_FIELD_WRONG id: "title" label: "Title" }
              )pb"));
}

TEST(EvaluateAccount, CatalogWithoutTransitionRuleRequiresNoRelink) {
  v1::Catalog catalog = TestCatalog();
  catalog.clear_transition_rule();
  const Account account("open", "all", "absent");
  EXPECT_EQ(EvaluateAccount(*test::SnapshotOf(catalog), account.facts()).state,
            v1::LINK_STATE_READY);
}

TEST(EvaluateAccount, MissingOptionalPermissionIsReportedAndRequiresNothing) {
  v1::Catalog catalog = TestCatalog();
  catalog.mutable_permissions(1)->set_level(v1::PERMISSION_LEVEL_OPTIONAL);
  const auto snapshot = test::SnapshotOf(catalog);
  const Account account("no", "without: Manage Employees", "absent");
  const AccountEvaluation standing = EvaluateAccount(*snapshot, account.facts());
  EXPECT_EQ(standing.state, v1::LINK_STATE_READY);
  EXPECT_THAT(standing.missing, ElementsAre(1));
  EXPECT_THAT(ReasonsFor(*snapshot, standing), IsEmpty());
}

// A form of the time when these labels were two fields.
TEST(EvaluateAccount, FirstProblemIsThatOfAFieldThatSeveralEntriesName) {
  const Account account("no", "all", "Last Name=Service Account;Surname=;Surname=Boss");
  const AccountEvaluation standing = EvaluateAccount(TestSnapshot(), account.facts());
  EXPECT_THAT(Words(ReasonsFor(TestSnapshot(), standing)), ElementsAre("FIELD_MISSING:last-name"));
}

TEST(OneEntryPerField, KeepsTheFirstProblemAndWhatNamesNoField) {
  const auto form = ParseProto<v1::ObservedForm>(R"pb(
    entries { label: "Last Name" values: "Service Account" }
    entries { label: "Shoe Size" values: "38" }
    entries { label: "Surname" }
    entries { label: "surname" values: "Boss" }
    entries { label: "Title" values: "Boss" }
    entries { label: "Shoe Size" values: "39" }
  )pb");
  EXPECT_THAT(OneEntryPerField(TestSnapshot(), form, Ana()), test::EqualsTextProto(R"pb(
                entries { label: "Surname" }
                entries { label: "Shoe Size" values: "38" }
                entries { label: "Title" values: "Boss" }
                entries { label: "Shoe Size" values: "39" }
              )pb"));
}

TEST(OneEntryPerField, KeepsTheFirstEntryOfAFieldWithoutProblem) {
  const auto form = ParseProto<v1::ObservedForm>(R"pb(
    entries { label: "Surname" values: "Service Account" }
    entries { label: "Last Name" values: "Service Account" }
  )pb");
  EXPECT_THAT(OneEntryPerField(TestSnapshot(), form, Ana()),
              test::EqualsTextProto("entries { label: 'Surname' values: 'Service Account' }"));
}

TEST(MissingPermissions, AreThoseThatCheckPermissionsCallsMissing) {
  const auto observed = ParseProto<v1::ObservedPermissions>(
      "names: 'manage  employees' names: 'View complete employee information' names: 'Unknown'");
  v1::CheckPermissionsRequest request;
  *request.mutable_observed() = observed;
  const auto response = CheckPermissions(TestSnapshot(), request);
  ASSERT_TRUE(response.ok());
  std::vector<int> missing;
  for (int i = 0; i < response->results_size(); ++i) {
    if (response->results(i).state() == v1::PERMISSION_STATE_MISSING) missing.push_back(i);
  }
  EXPECT_EQ(MissingPermissions(TestSnapshot(), observed), missing);
}

}  // namespace
}  // namespace linkstat::core
