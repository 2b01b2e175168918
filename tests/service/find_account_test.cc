#include "agent/service/find_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/core/linking.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::ParseProto;
using test::Room;
using testing::ElementsAre;
using testing::StartsWith;

TEST(FindAccount, ByIdTellsStateReasonsAndAge) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissionsBut("Manage Employees"));
  room.clock.Advance(absl::Seconds(90) + absl::Nanoseconds(5));
  auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  ASSERT_TRUE(response.ok()) << response.status();
  response->mutable_linked_account()->clear_permissions();
  EXPECT_THAT(*response, test::EqualsTextProto(R"pb(
    linked_account {
      id: "acme"
      identity { first_name: "Ana" work_email: "acme@example.com" }
      state: LINK_STATE_ACTION_REQUIRED
      reasons {
        kind: STATE_REASON_KIND_PERMISSION_MISSING
        id: "manage-employees"
        label: "Manage Employees"
      }
      created_at { seconds: 1772366400 }
      state_since { seconds: 1772366400 }
      observed_at { seconds: 1772366400 }
      observation_age { seconds: 90 nanos: 5 }
      catalog_revision: "00000000000000000000000000000001"
      etag: "2"
    }
  )pb"));
}

TEST(FindAccount, CarriesThePermissionCheckOfTheObservation) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", {"manage employees", "Run Payments", "Fly"});
  const auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  ASSERT_TRUE(response.ok()) << response.status();
  const auto check = core::CheckPermissions(
      *room.registry.Current(),
      ParseProto<v1::CheckPermissionsRequest>(
          "observed { names: 'manage employees' names: 'Run Payments' names: 'Fly' }"));
  ASSERT_TRUE(check.ok());
  EXPECT_THAT(response->linked_account().permissions(), test::EqualsProto(*check));
}

TEST(FindAccount, CheckIsIndeterminateWithoutObservation) {
  Room room;
  room.Create("acme");
  const auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->linked_account().permissions().verdict(), v1::VERDICT_INDETERMINATE);
  EXPECT_FALSE(response->linked_account().has_observed_at());
}

TEST(FindAccount, AnswersFromTheCatalogServed) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissionsBut("Manage Employees"));
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  const auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->linked_account().state(), v1::LINK_STATE_READY);
  EXPECT_EQ(response->linked_account().catalog_revision(), "00000000000000000000000000000002");
}

TEST(FindAccount, AgeOfAnObservationWithinTheToleranceAheadOfTheClockIsZero) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", {});
  room.clock.Advance(-absl::Minutes(5));
  const auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  ASSERT_TRUE(response.ok());
  ASSERT_TRUE(response->linked_account().has_observation_age());
  EXPECT_THAT(response->linked_account().observation_age(), test::EqualsTextProto(""));
}

TEST(FindAccount, AgeOfAnObservationInTheFutureIsAbsent) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", {});
  room.clock.Advance(-absl::Minutes(5) - absl::Nanoseconds(1));
  const auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  ASSERT_TRUE(response.ok());
  EXPECT_TRUE(response->linked_account().has_observed_at());
  EXPECT_FALSE(response->linked_account().has_observation_age());
}

TEST(FindAccount, ByIdOfAnUnknownAccountIsNotFound) {
  Room room;
  const auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(test::ReasonOf(response.status()), "ACCOUNT_NOT_FOUND");
}

TEST(FindAccount, ByIdRefusesWhatIsNoId) {
  Room room;
  EXPECT_THAT(test::ViolationsOf(room.find.ById({}).status()),
              ElementsAre(StartsWith("id is not a valid id")));
}

TEST(FindAccount, ByWorkEmailDisregardsCase) {
  Room room;
  room.Create("acme");
  const auto response = room.find.ByWorkEmail(
      ParseProto<v1::FindByWorkEmailRequest>("work_email: 'ACME@example.COM'"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->linked_account().id(), "acme");
}

TEST(FindAccount, ByWorkEmailOfADeletedAccountIsNotFound) {
  Room room;
  room.Create("acme");
  room.Delete("acme");
  const auto response = room.find.ByWorkEmail(
      ParseProto<v1::FindByWorkEmailRequest>("work_email: 'acme@example.com'"));
  EXPECT_EQ(test::ReasonOf(response.status()), "ACCOUNT_NOT_FOUND");
}

TEST(FindAccount, ByWorkEmailRefusesWhatIsNoAddress) {
  Room room;
  const auto response =
      room.find.ByWorkEmail(ParseProto<v1::FindByWorkEmailRequest>("work_email: 'acme'"));
  EXPECT_THAT(test::ViolationsOf(response.status()), ElementsAre(StartsWith("work_email ")));
}

}  // namespace
}  // namespace linkstat::service
