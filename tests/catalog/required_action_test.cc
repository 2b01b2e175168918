#include "agent/catalog/required_action.h"

#include <gtest/gtest.h>

#include "agent/catalog/queries.h"
#include "tests/catalog/base_catalog.h"
#include "tests/support/table.h"

namespace linkstat::catalog {
namespace {

class RequiredActionOn : public testing::TestWithParam<test::TableRow> {};

TEST_P(RequiredActionOn, IsAsInTheTable) {
  const auto& cells = GetParam().cells;
  const auto before = test::Load(test::BaseText());
  const auto after = test::Load(test::EditedText(cells[0], cells[1]));

  const v1::DiffCatalogResponse diff = Diff(*before, *after);

  int reasons = 0;
  for (const auto& change : diff.changes()) reasons += change.has_must_act() ? 1 : 0;
  EXPECT_GT(diff.changes_size(), 0);
  EXPECT_EQ(diff.accounts_must_act(), cells[2] == "yes");
  EXPECT_EQ(reasons, cells[2] == "yes" ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RequiredActionOn,
    testing::ValuesIn(test::ReadTable("tests/cases/catalog/required_action.tsv", 3)),
    test::NameOfCase);

TEST(RequiredAction, IsNeverNeededForWhatIsRemoved) {
  v1::Permission permission;
  permission.set_level(v1::PERMISSION_LEVEL_REQUIRED);
  EXPECT_EQ(RequiredAction(&permission, nullptr), std::nullopt);
}

TEST(RequiredAction, IsNotNeededForAPermissionThatBecomesOptional) {
  v1::Permission required;
  required.set_level(v1::PERMISSION_LEVEL_REQUIRED);
  v1::Permission optional;
  optional.set_level(v1::PERMISSION_LEVEL_OPTIONAL);
  EXPECT_EQ(RequiredAction(&required, &optional), std::nullopt);
  EXPECT_NE(RequiredAction(&optional, &required), std::nullopt);
}

}  // namespace
}  // namespace linkstat::catalog
