// CheckPermissions against a second, independent statement of what the six
// permissions of the linking guide unlock.

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <vector>

#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/table.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

struct GuidePermissionFacts {
  const char* id;
  const char* label;
  std::set<std::string> unlocks;  // labels of data domains
};

const GuidePermissionFacts kPermissions[] = {
    {"edit-company-settings",
     "Edit Company Settings",
     {"Company information", "Office information", "Location information",
      "Department information"}},
    {"manage-employees",
     "Manage Employees",
     {"Employee information", "Employee Census Report", "Work History Report"}},
    {"view-all-employee-information",
     "View all employee information",
     {"Employee information", "Employee Census Report", "Work History Report"}},
    {"view-basic-employee-information",
     "View basic employee information",
     {"Employee information", "Employee Census Report", "Work History Report"}},
    {"upload-and-view-all-documents",
     "Upload and View all Documents",
     {"Employee Census Report", "Work History Report"}},
    {"view-invoices-and-reporting",
     "View Invoices and Reporting",
     {"Employee Census Report", "Work History Report"}},
};

struct GuideDomainFacts {
  const char* id;
  const char* label;
};

const GuideDomainFacts kDomains[] = {
    {"company-information", "Company information"},
    {"office-information", "Office information"},
    {"location-information", "Location information"},
    {"department-information", "Department information"},
    {"employee-information", "Employee information"},
    {"employee-census-report", "Employee Census Report"},
    {"work-history-report", "Work History Report"},
};

// The answer to the subset in which permission `i` is granted when bit `i` of
// `granted` is set.
v1::CheckPermissionsResponse Oracle(unsigned granted) {
  v1::CheckPermissionsResponse response;
  response.set_verdict(granted == 0b111111 ? v1::VERDICT_SATISFIED : v1::VERDICT_NOT_SATISFIED);
  response.set_catalog_revision(test::kTestRevision);
  for (const GuideDomainFacts& domain : kDomains) {
    v1::DomainImpact& impact = *response.add_impacts();
    impact.set_data_domain_id(domain.id);
    impact.set_label(domain.label);
    impact.set_state(v1::DOMAIN_STATE_AVAILABLE);
  }
  for (unsigned i = 0; i < 6; ++i) {
    const bool is_granted = (granted & 1u << i) != 0;
    v1::PermissionResult& result = *response.add_results();
    result.set_permission_id(kPermissions[i].id);
    result.set_label(kPermissions[i].label);
    result.set_level(v1::PERMISSION_LEVEL_REQUIRED);
    result.set_state(is_granted ? v1::PERMISSION_STATE_GRANTED : v1::PERMISSION_STATE_MISSING);
    if (is_granted) continue;
    for (v1::DomainImpact& impact : *response.mutable_impacts()) {
      if (kPermissions[i].unlocks.count(impact.label()) == 0) continue;
      impact.set_state(v1::DOMAIN_STATE_BLOCKED);
      impact.add_blocked_by_permission_ids(kPermissions[i].id);
    }
  }
  return response;
}

class Subsets : public testing::TestWithParam<unsigned> {};

TEST_P(Subsets, AreDecidedAsInTheGuide) {
  v1::CheckPermissionsRequest request;
  request.mutable_observed();
  for (unsigned i = 0; i < 6; ++i) {
    if ((GetParam() & 1u << i) != 0) request.mutable_observed()->add_names(kPermissions[i].label);
  }
  const auto response = CheckPermissions(test::TestSnapshot(), request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response, test::EqualsProto(Oracle(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(CheckPermissions, Subsets, testing::Range(0u, 64u));

class OneMissing : public testing::TestWithParam<test::TableRow> {};

TEST_P(OneMissing, BlocksExactlyWhatItFeeds) {
  const std::string& missing_id = GetParam().cells[0];
  v1::CheckPermissionsRequest request;
  for (const GuidePermissionFacts& permission : kPermissions) {
    if (permission.id != missing_id) request.mutable_observed()->add_names(permission.label);
  }

  const auto response = CheckPermissions(test::TestSnapshot(), request);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->verdict(), v1::VERDICT_NOT_SATISFIED);
  std::vector<std::string> missing;
  for (const auto& result : response->results()) {
    if (result.state() != v1::PERMISSION_STATE_GRANTED) missing.push_back(result.label());
  }
  EXPECT_THAT(missing, testing::ElementsAre(GetParam().cells[1]));
  std::vector<std::string> blocked;
  for (const auto& impact : response->impacts()) {
    if (impact.state() == v1::DOMAIN_STATE_AVAILABLE) continue;
    blocked.push_back(impact.data_domain_id());
    EXPECT_THAT(impact.blocked_by_permission_ids(), testing::ElementsAre(missing_id));
  }
  EXPECT_EQ(blocked, test::ListIn(GetParam().cells[2]));
}

INSTANTIATE_TEST_SUITE_P(CheckPermissions, OneMissing,
                         testing::ValuesIn(test::ReadTable("tests/cases/missing_permission.tsv",
                                                           3)),
                         test::NameOfCase);

}  // namespace
}  // namespace linkstat::core
