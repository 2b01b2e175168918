#include "agent/core/snapshot.h"

#include <gmock/gmock.h>

#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Snapshot& Small() {
  static const Snapshot* const snapshot = new Snapshot(
      test::ParseProto<v1::Catalog>(R"pb(
        permissions {
          id: "p0"
          label: "Zero"
          level: PERMISSION_LEVEL_REQUIRED
          data_domain_ids: "d1"
          data_domain_ids: "d0"
        }
        permissions {
          id: "p1"
          label: "One"
          level: PERMISSION_LEVEL_OPTIONAL
          data_domain_ids: "d1"
          data_domain_ids: "d2"
        }
        permissions { id: "p2" label: "Two" level: PERMISSION_LEVEL_REQUIRED data_domain_ids: "d1" }
        unneeded_permissions { id: "u0" label: "Three" }
        form_fields { id: "f0" label: "Field" aliases: "Feld" }
        data_domains { id: "d0" label: "Domain Zero" }
        data_domains { id: "d1" label: "Domain One" }
        data_domains { id: "d2" label: "Domain Two" }
      )pb"),
      "r");
  return *snapshot;
}

TEST(Snapshot, KeepsTheCatalogAndItsRevision) {
  const Snapshot snapshot(test::TestCatalog(), "r");
  EXPECT_THAT(snapshot.catalog(), test::EqualsProto(test::TestCatalog()));
  EXPECT_EQ(snapshot.revision(), "r");
}

TEST(Snapshot, NumbersUnneededPermissionsAfterTheOthers) {
  EXPECT_EQ(Small().permission_names().Find("Two")->entry, 2);
  EXPECT_EQ(Small().permission_names().Find("Three")->entry, 3);
}

TEST(Snapshot, FindsFormFieldsByAlias) {
  EXPECT_EQ(Small().form_field_names().Find("feld")->entry, 0);
}

TEST(Snapshot, FindsDataDomainsById) {
  EXPECT_EQ(Small().data_domain_names().Find("d2")->entry, 2);
}

TEST(Snapshot, ListsTheRequiredPermissions) {
  EXPECT_THAT(Small().required_permissions(), ElementsAre(0, 2));
}

TEST(Snapshot, ListsOnlyRequiredPermissionsAsFeeders) {
  EXPECT_THAT(Small().required_feeders(),
              ElementsAre(ElementsAre(0), ElementsAre(0, 2), IsEmpty()));
}

TEST(Snapshot, ListsTheDomainsOfEveryPermissionInCatalogOrder) {
  EXPECT_THAT(Small().fed_domains(),
              ElementsAre(ElementsAre(0, 1), ElementsAre(1, 2), ElementsAre(1)));
}

}  // namespace
}  // namespace linkstat::core
