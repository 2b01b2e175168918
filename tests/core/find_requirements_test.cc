#include <gmock/gmock.h>

#include <string>

#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using testing::ElementsAre;

absl::StatusOr<v1::FindRequirementsResponse> Find(const std::string& data_domain) {
  v1::FindRequirementsRequest request;
  request.set_data_domain(data_domain);
  return FindRequirements(test::TestSnapshot(), request);
}

TEST(FindRequirements, ListsThePermissionsThatFeedADomain) {
  const auto response = Find("employee-information");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response, test::EqualsTextProto(R"pb(
    data_domain {
      id: "employee-information"
      label: "Employee information"
      aliases: "Staff"
      origin: FACT_ORIGIN_STATED
    }
    permissions {
      permission_id: "manage-employees"
      label: "Manage Employees"
      level: PERMISSION_LEVEL_REQUIRED
      unlocks: "Employee information"
      unlocks: "Employee Census Report"
      unlocks: "Work History Report"
    }
    permissions {
      permission_id: "view-all-employee-information"
      label: "View all employee information"
      level: PERMISSION_LEVEL_REQUIRED
      unlocks: "Employee information"
      unlocks: "Employee Census Report"
      unlocks: "Work History Report"
    }
    permissions {
      permission_id: "view-basic-employee-information"
      label: "View basic employee information"
      level: PERMISSION_LEVEL_REQUIRED
      unlocks: "Employee information"
      unlocks: "Employee Census Report"
      unlocks: "Work History Report"
    }
    catalog_revision: "0123456789abcdef0123456789abcdef"
  )pb"));
}

TEST(FindRequirements, TakesLabelAliasAndOtherSpellings) {
  for (const char* name : {"Employee information", "employee  INFORMATION", "Staff", "staff",
                           "Employee-Information"}) {
    const auto response = Find(name);
    ASSERT_TRUE(response.ok()) << name;
    EXPECT_EQ(response->data_domain().id(), "employee-information") << name;
  }
}

TEST(FindRequirements, AddsTextsInTheFullView) {
  v1::FindRequirementsRequest request;
  request.set_data_domain("office-information");
  request.set_view(v1::VIEW_FULL);
  const auto response = FindRequirements(test::TestSnapshot(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->permissions_size(), 1);
  EXPECT_EQ(response->permissions(0).rationale(), "Company data is read through it.");
}

TEST(FindRequirements, ListsOptionalPermissionsToo) {
  v1::Catalog catalog = test::TestCatalog();
  catalog.mutable_permissions(0)->set_level(v1::PERMISSION_LEVEL_OPTIONAL);
  v1::FindRequirementsRequest request;
  request.set_data_domain("office-information");
  const auto response = FindRequirements(*test::SnapshotOf(catalog), request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->permissions_size(), 1);
  EXPECT_EQ(response->permissions(0).level(), v1::PERMISSION_LEVEL_OPTIONAL);
}

TEST(FindRequirements, NamesTheNearestDomainWhenThereIsNone) {
  const auto response = Find("Work Histori Report");
  EXPECT_EQ(response.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(test::ReasonOf(response.status()), "DATA_DOMAIN_NOT_FOUND");
  EXPECT_EQ(test::MetadataOf(response.status(), "nearest_ids"), "work-history-report");
}

TEST(FindRequirements, SeparatesTheNearestDomainsWithCommas) {
  EXPECT_EQ(test::MetadataOf(Find("information").status(), "nearest_ids"),
            "location-information,office-information,company-information");
}

TEST(FindRequirements, NamesNoDomainWhenNoneIsNear) {
  const auto response = Find("qwxz jkvb");
  EXPECT_EQ(response.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(test::MetadataOf(response.status(), "nearest_ids"), "");
}

TEST(FindRequirements, NeedsADomain) {
  const auto response = Find("");
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(test::ViolationsOf(response.status()), ElementsAre("data_domain is empty or blank"));
}

TEST(FindRequirements, ReportsEveryBadFieldAtOnce) {
  v1::FindRequirementsRequest request;
  request.set_data_domain(std::string(257, 'a'));
  request.set_view(static_cast<v1::View>(-1));
  request.set_expected_revision("latest");
  const auto response = FindRequirements(test::TestSnapshot(), request);
  EXPECT_THAT(test::ViolationsOf(response.status()),
              ElementsAre("data_domain has 257 bytes, more than 256", "view is not a value of View",
                          "expected_revision is not 32 lower-case hexadecimal digits"));
}

TEST(FindRequirements, RefusesAnotherRevision) {
  v1::FindRequirementsRequest request;
  request.set_data_domain("office-information");
  request.set_expected_revision(std::string(32, 'f'));
  const auto response = FindRequirements(test::TestSnapshot(), request);
  EXPECT_EQ(test::ReasonOf(response.status()), "REVISION_MISMATCH");
}

}  // namespace
}  // namespace linkstat::core
