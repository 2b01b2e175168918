#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/core/linking.h"
#include "tests/core/service_account_requests.h"
#include "tests/support/table.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using ::linkstat::test::ReadTable;
using ::linkstat::test::RightRequest;
using ::linkstat::test::TableRow;

v1::LinkIdentity Identity(const std::string& first_name, const std::string& work_email) {
  v1::LinkIdentity identity;
  if (first_name != "-") identity.set_first_name(first_name);
  if (work_email != "-") identity.set_work_email(work_email);
  return identity;
}

// Columns: label, values seen, expected first name, expected work email, state.
class FieldCase : public testing::TestWithParam<TableRow> {};

TEST_P(FieldCase, IsJudgedByItsKind) {
  const auto& cells = GetParam().cells;
  v1::CheckServiceAccountRequest request;
  *request.mutable_expected_identity() = Identity(cells[2], cells[3]);
  std::vector<std::string> values;
  if (cells[1] != "-") {
    values = nlohmann::json::parse(cells[1]).get<std::vector<std::string>>();
    test::SetEntry(cells[0], values, *request.mutable_form());
  }

  const auto response = CheckServiceAccount(test::TestSnapshot(), request);

  ASSERT_TRUE(response.ok()) << response.status();
  const v1::FieldResult result = test::ResultOf(cells[0], *response);
  EXPECT_EQ(v1::FieldState_Name(result.state()), absl::StrCat("FIELD_STATE_", cells[4]));
  const std::vector<std::string> observed(result.observed_values().begin(),
                                          result.observed_values().end());
  EXPECT_EQ(observed, values);
}

INSTANTIATE_TEST_SUITE_P(Table, FieldCase,
                         testing::ValuesIn(ReadTable("tests/cases/service_account/fields.tsv", 5)),
                         test::NameOfCase);

void ChangeForm(const std::string& change, v1::CheckServiceAccountRequest& request) {
  if (change == "absent") return request.clear_form();
  if (change == "empty") return request.mutable_form()->Clear();
  const nlohmann::json changes = nlohmann::json::parse(change);
  for (const auto& [label, values] : changes.items()) {
    if (values.is_null()) {
      test::RemoveEntry(label, *request.mutable_form());
    } else {
      test::SetEntry(label, values.get<std::vector<std::string>>(), *request.mutable_form());
    }
  }
}

void ChangePermissions(const std::string& change, v1::CheckServiceAccountRequest& request) {
  if (change == "unobserved") request.clear_observed();
  if (change == "none") request.mutable_observed()->clear_names();
  if (change == "one missing") request.mutable_observed()->mutable_names()->RemoveLast();
}

void ChangeIdentity(const std::string& known, v1::CheckServiceAccountRequest& request) {
  v1::LinkIdentity& identity = *request.mutable_expected_identity();
  if (known == "none") request.clear_expected_identity();
  if (known == "first name") identity.clear_work_email();
  if (known == "work email") identity.clear_first_name();
}

// Columns: change of the form, permissions, identity, verdict.
class VerdictCase : public testing::TestWithParam<TableRow> {};

TEST_P(VerdictCase, FollowsFromFieldsAndPermissions) {
  const auto& cells = GetParam().cells;
  v1::CheckServiceAccountRequest request = RightRequest();
  ChangeForm(cells[0], request);
  ChangePermissions(cells[1], request);
  ChangeIdentity(cells[2], request);

  const auto response = CheckServiceAccount(test::TestSnapshot(), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(v1::Verdict_Name(response->verdict()), absl::StrCat("VERDICT_", cells[3]));
}

INSTANTIATE_TEST_SUITE_P(Table, VerdictCase,
                         testing::ValuesIn(ReadTable("tests/cases/service_account/verdicts.tsv",
                                                     4)),
                         test::NameOfCase);

}  // namespace
}  // namespace linkstat::core
