#include "agent/service/list_accounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::ParseProto;
using test::Room;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

using Request = v1::ListLinkedAccountsRequest;

std::vector<std::string> Ids(const v1::ListLinkedAccountsResponse& response) {
  std::vector<std::string> ids;
  for (const auto& account : response.linked_accounts()) ids.push_back(account.id());
  return ids;
}

std::vector<std::string> List(Room& room, const std::string& request) {
  const auto response = room.list.List(ParseProto<Request>(request));
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? Ids(*response) : std::vector<std::string>();
}

// Three accounts: `pending`, `ready` and `two-missing`.
void CreateThree(Room& room) {
  for (const char* id : {"two-missing", "pending", "ready"}) room.Create(id);
  room.ReportPermissions("ready", test::AllPermissions());
  std::vector<std::string> names = test::AllPermissionsBut("Manage Employees");
  names.pop_back();
  room.ReportPermissions("two-missing", names);
}

TEST(ListAccounts, AllInOrderOfIdWithoutPermissionChecks) {
  Room room;
  CreateThree(room);
  const auto response = room.list.List({});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(Ids(*response), ElementsAre("pending", "ready", "two-missing"));
  EXPECT_EQ(response->next_page_token(), "");
  EXPECT_EQ(response->catalog_revision(), "00000000000000000000000000000001");
  EXPECT_FALSE(response->linked_accounts(1).has_permissions());
  EXPECT_EQ(response->linked_accounts(1).state(), v1::LINK_STATE_READY);
}

TEST(ListAccounts, ByState) {
  Room room;
  CreateThree(room);
  EXPECT_THAT(List(room, "state: LINK_STATE_PENDING"), ElementsAre("pending"));
  EXPECT_THAT(List(room, "state: LINK_STATE_READY"), ElementsAre("ready"));
  EXPECT_THAT(List(room, "state: LINK_STATE_ACTION_REQUIRED"), ElementsAre("two-missing"));
  EXPECT_THAT(List(room, "state: LINK_STATE_RELINK_REQUIRED"), IsEmpty());
}

TEST(ListAccounts, ByMissingPermissionByIdLabelAndAlias) {
  Room room;
  CreateThree(room);
  EXPECT_THAT(List(room, "missing_permission: 'manage-employees'"), ElementsAre("two-missing"));
  EXPECT_THAT(List(room, "missing_permission: 'manage  EMPLOYEES'"), ElementsAre("two-missing"));
  EXPECT_THAT(List(room, "missing_permission: 'View complete employee information'"), IsEmpty());
}

TEST(ListAccounts, FiltersAreJoinedByAnd) {
  Room room;
  CreateThree(room);
  EXPECT_THAT(List(room, "state: LINK_STATE_READY missing_permission: 'manage-employees'"),
              IsEmpty());
  EXPECT_THAT(
      List(room, "state: LINK_STATE_ACTION_REQUIRED missing_permission: 'manage-employees'"),
      ElementsAre("two-missing"));
}

TEST(ListAccounts, PagesJoinToTheWhole) {
  Room room;
  std::vector<std::string> expected;
  for (int i = 0; i < 25; ++i) {
    const std::string id = absl::StrCat("a", 100 + i);
    room.Create(id);
    // Several groups, so that pages are merged.
    if (i % 3 == 0) room.ReportPermissions(id, test::AllPermissions());
    if (i % 3 == 1) room.ReportPermissions(id, {});
    expected.push_back(id);
  }
  std::vector<std::string> all;
  Request request;
  request.set_page_size(4);
  do {
    const auto response = room.list.List(request);
    ASSERT_TRUE(response.ok()) << response.status();
    ASSERT_LE(response->linked_accounts_size(), 4);
    for (const std::string& id : Ids(*response)) all.push_back(id);
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(all, expected);
}

TEST(ListAccounts, LastPageHasNoTokenEvenWhenFull) {
  Room room;
  CreateThree(room);
  const auto response = room.list.List(ParseProto<Request>("page_size: 3"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->linked_accounts_size(), 3);
  EXPECT_EQ(response->next_page_token(), "");
}

TEST(ListAccounts, PageTokenIsBoundToTheFilters) {
  Room room;
  CreateThree(room);
  Request request = ParseProto<Request>("page_size: 1");
  request.set_page_token(room.list.List(request)->next_page_token());
  request.set_page_size(2);
  EXPECT_TRUE(room.list.List(request).ok());
  request.set_state(v1::LINK_STATE_READY);
  EXPECT_EQ(test::ReasonOf(room.list.List(request).status()), "INVALID_TOKEN");
}

TEST(ListAccounts, LeavesOutAnAccountThatChangedWhileThePageWasRead) {
  Room room;
  CreateThree(room);
  room.BeforeStoreCall(1, [&] {
    room.clock.Advance(absl::Seconds(1));
    room.ReportPermissions("ready", {});
  });
  EXPECT_THAT(List(room, "state: LINK_STATE_READY"), IsEmpty());
}

TEST(ListAccounts, StatesAreOfTheCatalogServedAtOnce) {
  Room room;
  CreateThree(room);
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  const auto response =
      room.list.List(ParseProto<Request>("missing_permission: 'View Invoices and Reporting' "
                                         "expected_revision: '00000000000000000000000000000002'"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(Ids(*response), ElementsAre("two-missing"));
  EXPECT_EQ(response->linked_accounts(0).reasons_size(), 1);
  EXPECT_EQ(response->catalog_revision(), "00000000000000000000000000000002");
}

TEST(ListAccounts, RefusesAnotherRevisionThanTheOneServed) {
  Room room;
  const absl::Status status =
      room.list.List(ParseProto<Request>("expected_revision: '00000000000000000000000000000002'"))
          .status();
  EXPECT_EQ(test::ReasonOf(status), "REVISION_MISMATCH");
}

TEST(ListAccounts, RefusesAPermissionThatTheCatalogDoesNotHave) {
  Room room;
  EXPECT_THAT(
      test::ViolationsOf(room.list.List(ParseProto<Request>("missing_permission: 'Fly'")).status()),
      ElementsAre("missing_permission is not a permission of the catalog"));
  // Known and not needed: nobody can miss it.
  EXPECT_THAT(
      test::ViolationsOf(
          room.list.List(ParseProto<Request>("missing_permission: 'Run Payments'")).status()),
      ElementsAre("missing_permission is not a permission of the catalog"));
}

TEST(ListAccounts, RefusesEveryBadFieldAtOnce) {
  Room room;
  Request request =
      ParseProto<Request>("missing_permission: '' expected_revision: 'x' page_size: 1001");
  request.set_state(static_cast<v1::LinkState>(99));
  EXPECT_THAT(test::ViolationsOf(room.list.List(request).status()),
              ElementsAre("state is not a value of LinkState", StartsWith("missing_permission is"),
                          StartsWith("expected_revision is"), "page_size is not 0 to 1000"));
}

TEST(SummarizeAccounts, CountsStatesAndMissingPermissions) {
  Room room;
  CreateThree(room);
  room.Create("moving", /*transitioning=*/true);
  auto response = room.list.Summarize({});
  ASSERT_TRUE(response.ok()) << response.status();
  // The first two and the last permission are enough to see.
  response->mutable_missing()->DeleteSubrange(2, 3);
  EXPECT_THAT(*response, test::EqualsTextProto(R"pb(
    states { state: LINK_STATE_PENDING accounts: 1 }
    states { state: LINK_STATE_ACTION_REQUIRED accounts: 1 }
    states { state: LINK_STATE_READY accounts: 1 }
    states { state: LINK_STATE_RELINK_REQUIRED accounts: 1 }
    missing { permission_id: "edit-company-settings" label: "Edit Company Settings" }
    missing { permission_id: "manage-employees" label: "Manage Employees" accounts: 1 }
    missing {
      permission_id: "view-invoices-and-reporting"
      label: "View Invoices and Reporting"
      accounts: 1
    }
    catalog_revision: "00000000000000000000000000000001"
  )pb"));
}

TEST(SummarizeAccounts, FollowsChangesAndDeletions) {
  Room room;
  CreateThree(room);
  room.ReportPermissions("pending", test::AllPermissions());
  room.Delete("two-missing");
  const auto response = room.list.Summarize({});
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->states(0).accounts(), 0);
  EXPECT_EQ(response->states(1).accounts(), 0);
  EXPECT_EQ(response->states(2).accounts(), 2);
  EXPECT_EQ(response->missing(1).accounts(), 0);
}

}  // namespace
}  // namespace linkstat::service
