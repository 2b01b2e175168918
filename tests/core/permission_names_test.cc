#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/table.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

v1::CheckPermissionsResponse CheckOne(const std::string& name) {
  v1::CheckPermissionsRequest request;
  request.mutable_observed()->add_names(name);
  auto response = CheckPermissions(test::TestSnapshot(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *response : v1::CheckPermissionsResponse();
}

// The answer of CheckPermissions to an observation of no permission.
v1::CheckPermissionsResponse NothingGranted() {
  v1::CheckPermissionsRequest request;
  request.mutable_observed();
  return *CheckPermissions(test::TestSnapshot(), request);
}

class Spellings : public testing::TestWithParam<test::TableRow> {
 protected:
  const std::string& input() const { return GetParam().cells[0]; }
  const std::string& permission_id() const { return GetParam().cells[1]; }
  bool is_extra() const { return permission_id() == "approve-time-off"; }

  std::vector<v1::NameMatch> ExpectedMatches() const {
    v1::NameMatch match;
    match.set_input(input());
    v1::MatchKind kind = v1::MATCH_KIND_UNSPECIFIED;
    EXPECT_TRUE(v1::MatchKind_Parse(GetParam().cells[2], &kind));
    match.set_kind(kind);
    if (kind == v1::MATCH_KIND_EXACT) return {};
    return {match};
  }
};

TEST_P(Spellings, AreTheGrantOfTheirPermissionOnly) {
  std::vector<std::string> granted;
  const v1::CheckPermissionsResponse response = CheckOne(input());
  for (const auto& result : response.results()) {
    if (result.state() == v1::PERMISSION_STATE_GRANTED) granted.push_back(result.permission_id());
  }
  for (const auto& extra : response.extra()) granted.push_back(extra.permission_id());
  EXPECT_THAT(granted, testing::ElementsAre(permission_id()));
  EXPECT_EQ(response.unrecognized_size(), 0);
}

TEST_P(Spellings, AreReportedWithTheirPermissionUnlessTheyAreTheLabel) {
  std::vector<v1::NameMatch> matches;
  const v1::CheckPermissionsResponse response = CheckOne(input());
  const auto append = [&](const auto& entry) {
    matches.insert(matches.end(), entry.matches().begin(), entry.matches().end());
  };
  std::for_each(response.results().begin(), response.results().end(), append);
  std::for_each(response.extra().begin(), response.extra().end(), append);

  const std::vector<v1::NameMatch> expected = ExpectedMatches();
  ASSERT_EQ(matches.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_THAT(matches[i], test::EqualsProto(expected[i]));
  }
}

INSTANTIATE_TEST_SUITE_P(CheckPermissions, Spellings,
                         testing::ValuesIn(test::ReadTable("tests/cases/permission_spellings.tsv",
                                                           3)),
                         test::NameOfCase);

class Unrecognized : public testing::TestWithParam<test::TableRow> {};

TEST_P(Unrecognized, IsReportedWithItsNearestNamesAndGrantsNothing) {
  v1::CheckPermissionsResponse expected = NothingGranted();
  v1::UnrecognizedName& name = *expected.add_unrecognized();
  name.set_input(GetParam().cells[0]);
  for (const std::string& id : test::ListIn(GetParam().cells[1])) {
    v1::NameSuggestion& suggestion = *name.add_suggestions();
    suggestion.set_id(id);
    for (const NamedEntry& entry : test::TestSnapshot().permission_names().entries()) {
      if (entry.id == id) suggestion.set_label(entry.label);
    }
  }
  EXPECT_THAT(CheckOne(GetParam().cells[0]), test::EqualsProto(expected));
}

INSTANTIATE_TEST_SUITE_P(
    CheckPermissions, Unrecognized,
    testing::ValuesIn(test::ReadTable("tests/cases/unrecognized_permissions.tsv", 2)),
    test::NameOfCase);

}  // namespace
}  // namespace linkstat::core
