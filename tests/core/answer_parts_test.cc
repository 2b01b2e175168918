#include "agent/core/answer_parts.h"

#include <gmock/gmock.h>

#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

TEST(MakeGuidePermission, ListsWhatItUnlocksInCatalogOrder) {
  EXPECT_THAT(MakeGuidePermission(test::TestSnapshot(), 2, v1::VIEW_BASIC),
              test::EqualsTextProto(R"pb(
                permission_id: "view-all-employee-information"
                label: "View all employee information"
                level: PERMISSION_LEVEL_REQUIRED
                unlocks: "Employee information"
                unlocks: "Employee Census Report"
                unlocks: "Work History Report"
              )pb"));
}

TEST(MakeGuidePermission, AddsTextsInTheFullView) {
  EXPECT_THAT(MakeGuidePermission(test::TestSnapshot(), 0, v1::VIEW_FULL),
              test::EqualsTextProto(R"pb(
                permission_id: "edit-company-settings"
                label: "Edit Company Settings"
                level: PERMISSION_LEVEL_REQUIRED
                unlocks: "Company information"
                unlocks: "Office information"
                unlocks: "Location information"
                unlocks: "Department information"
                rationale: "Company data is read through it."
                access_note: "It gives edit access, the integration only views."
              )pb"));
}

TEST(MakeGuidePermission, HasNoAccessNoteWhereTheCatalogHasNone) {
  EXPECT_FALSE(MakeGuidePermission(test::TestSnapshot(), 1, v1::VIEW_FULL).has_access_note());
}

}  // namespace
}  // namespace linkstat::core
