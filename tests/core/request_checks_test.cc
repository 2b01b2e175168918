#include "agent/core/request_checks.h"

#include <gmock/gmock.h>

#include <string>

#include "agent/core/linking.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/table.h"
#include "tests/support/test_catalog.h"

namespace linkstat::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::ObservedPermissions Names(int count, const std::string& name) {
  v1::ObservedPermissions observed;
  for (int i = 0; i < count; ++i) observed.add_names(name);
  return observed;
}

std::vector<std::string> FaultsOf(const v1::ObservedPermissions& observed) {
  FieldFaults faults;
  CheckObserved(observed, "observed", faults);
  return test::ViolationsOf(faults.ToStatus());
}

std::vector<std::string> FaultsOf(const v1::LinkIdentity& identity) {
  FieldFaults faults;
  CheckIdentity(identity, "identity", faults);
  return test::ViolationsOf(faults.ToStatus());
}

std::vector<std::string> FaultsOfRevision(const std::string& revision) {
  FieldFaults faults;
  CheckRevision(revision, "revision", faults);
  return test::ViolationsOf(faults.ToStatus());
}

class BadNames : public testing::TestWithParam<test::TableRow> {};

TEST_P(BadNames, AreRefusedWithTheirPlace) {
  v1::ObservedPermissions observed = Names(1, "Manage Employees");
  observed.add_names(GetParam().cells[0]);
  EXPECT_THAT(FaultsOf(observed), ElementsAre("observed.names[1] " + GetParam().cells[1]));
}

INSTANTIATE_TEST_SUITE_P(CheckObserved, BadNames,
                         testing::ValuesIn(test::ReadTable("tests/cases/bad_names.tsv", 2)),
                         test::NameOfCase);

TEST(CheckObserved, AllowsTheWholeBounds) {
  EXPECT_THAT(FaultsOf(Names(1000, std::string(256, 'a'))), IsEmpty());
}

TEST(CheckObserved, AllowsAnEmptyList) { EXPECT_THAT(FaultsOf(Names(0, "")), IsEmpty()); }

TEST(CheckObserved, RefusesALongName) {
  EXPECT_THAT(FaultsOf(Names(1, std::string(257, 'a'))),
              ElementsAre("observed.names[0] has 257 bytes, more than 256"));
}

TEST(CheckObserved, RefusesTooManyNames) {
  EXPECT_THAT(FaultsOf(Names(10000, "a")),
              ElementsAre("observed.names has 10000 entries, more than 1000"));
}

TEST(CheckObserved, JudgesTheNamesWithinTheBoundEvenWhenThereAreTooMany) {
  v1::ObservedPermissions observed = Names(1001, "a");
  observed.set_names(999, "");
  observed.set_names(1000, "");
  EXPECT_THAT(FaultsOf(observed), ElementsAre("observed.names has 1001 entries, more than 1000",
                                              "observed.names[999] is empty or blank"));
}

TEST(CheckObserved, ReportsEveryBadName) {
  v1::ObservedPermissions observed = Names(1, "");
  observed.add_names("a");
  observed.add_names("\n");
  EXPECT_THAT(FaultsOf(observed), ElementsAre("observed.names[0] is empty or blank",
                                              "observed.names[2] holds a control character"));
}

TEST(CheckIdentity, AllowsAbsentValues) { EXPECT_THAT(FaultsOf(v1::LinkIdentity()), IsEmpty()); }

TEST(CheckIdentity, AllowsTheWholeBounds) {
  v1::LinkIdentity identity;
  identity.set_first_name(std::string(100, 'a'));
  identity.set_work_email("a@b");
  EXPECT_THAT(FaultsOf(identity), IsEmpty());
}

TEST(CheckIdentity, ReportsBothValues) {
  v1::LinkIdentity identity;
  identity.set_first_name(std::string(101, 'a'));
  identity.set_work_email("nobody");
  EXPECT_THAT(FaultsOf(identity),
              ElementsAre("identity.first_name has 101 bytes, more than 100",
                          "identity.work_email is not an address of the form local@domain"));
}

TEST(CheckIdentity, RefusesABlankFirstName) {
  v1::LinkIdentity identity;
  identity.set_first_name("");
  EXPECT_THAT(FaultsOf(identity), ElementsAre("identity.first_name is empty or blank"));
}

TEST(CheckView, AllowsEveryValueOfTheSchema) {
  FieldFaults faults;
  v1::CheckPermissionsRequest request;
  for (v1::View view : {v1::VIEW_UNSPECIFIED, v1::VIEW_BASIC, v1::VIEW_FULL}) {
    request.set_view(view);
    CheckViewAndRevision(request, faults);
  }
  EXPECT_TRUE(faults.empty());
}

TEST(CheckView, RejectsOtherValues) {
  FieldFaults faults;
  v1::CheckPermissionsRequest request;
  request.set_view(static_cast<v1::View>(3));
  CheckViewAndRevision(request, faults);
  EXPECT_THAT(test::ViolationsOf(faults.ToStatus()), ElementsAre("view is not a value of View"));
}

TEST(CheckRevision, AllowsThirtyTwoLowerCaseHexadecimalDigits) {
  EXPECT_THAT(FaultsOfRevision("0123456789abcdef0123456789abcdef"), IsEmpty());
}

TEST(CheckRevision, RefusesEverythingElse) {
  for (const std::string revision :
       {"", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0",
        "0123456789ABCDEF0123456789abcdef", "g123456789abcdef0123456789abcdef"}) {
    EXPECT_THAT(FaultsOfRevision(revision),
                ElementsAre("revision is not 32 lower-case hexadecimal digits"))
        << revision;
  }
}

TEST(CheckExpectedRevision, AllowsTheOneServedAndNone) {
  v1::CheckPermissionsRequest request;
  EXPECT_TRUE(CheckExpectedRevision(test::TestSnapshot(), request).ok());
  request.set_expected_revision(test::kTestRevision);
  EXPECT_TRUE(CheckExpectedRevision(test::TestSnapshot(), request).ok());
}

TEST(CheckExpectedRevision, NamesTheOneServed) {
  v1::CheckPermissionsRequest request;
  request.set_expected_revision(std::string(32, 'f'));
  const absl::Status status = CheckExpectedRevision(test::TestSnapshot(), request);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(test::ReasonOf(status), "REVISION_MISMATCH");
  EXPECT_EQ(test::MetadataOf(status, "served_revision"), test::kTestRevision);
}

bool IsId(const std::string& id) {
  FieldFaults faults;
  CheckAccountId(id, "id", faults);
  return faults.empty();
}

TEST(CheckAccountId, TakesIds) {
  for (const std::string id : {"a", "a1", "a-b", "a--b"}) EXPECT_TRUE(IsId(id)) << id;
  EXPECT_TRUE(IsId(std::string(63, 'a')));
}

TEST(CheckAccountId, RefusesWhatIsNone) {
  for (const std::string id : {"", "A", "1a", "-a", "a-", "a_b", "a b", "\xc3\xa9"}) {
    EXPECT_FALSE(IsId(id)) << id;
  }
  EXPECT_FALSE(IsId(std::string(64, 'a')));
}

}  // namespace
}  // namespace linkstat::core
