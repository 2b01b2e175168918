#include "agent/service/account_linking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/core/linking.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using test::EqualsProto;
using test::ParseProto;
using test::Room;
using testing::ElementsAre;

v1::CheckPermissionsRequest PermissionsOf(const std::string& id) {
  v1::CheckPermissionsRequest request;
  request.set_linked_account(id);
  return request;
}

v1::CheckServiceAccountRequest AccountOf(const std::string& id) {
  v1::CheckServiceAccountRequest request;
  request.set_linked_account(id);
  return request;
}

v1::GetLinkingDetailsRequest DetailsOf(const std::string& id) {
  v1::GetLinkingDetailsRequest request;
  request.set_linked_account(id);
  return request;
}

// The answer that the core gives to a request in textproto.
template <typename Request, typename Response>
Response Expected(const Room& room, const std::string& text,
                  absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&)) {
  const auto response = answer(*room.registry.Current(), ParseProto<Request>(text));
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *response : Response();
}

TEST(AccountLinking, ChecksThePermissionsLastObserved) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", {"Run Payments"});
  room.clock.Advance(absl::Seconds(1));
  room.ReportPermissions("acme", {"manage employees", "Fly"});
  auto request = PermissionsOf("acme");
  request.set_view(v1::VIEW_FULL);
  const auto response = room.linking.CheckPermissions(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response,
              EqualsProto(Expected(
                  room, "observed { names: 'manage employees' names: 'Fly' } view: VIEW_FULL",
                  core::CheckPermissions)));
}

TEST(AccountLinking, PermissionsNeverObservedAreIndeterminate) {
  Room room;
  room.Create("acme");
  const auto response = room.linking.CheckPermissions(PermissionsOf("acme"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response, EqualsProto(Expected(room, "", core::CheckPermissions)));
  EXPECT_EQ(response->verdict(), v1::VERDICT_INDETERMINATE);
}

TEST(AccountLinking, ItemsOfABatchNameAccountsAndFailAlone) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", {"Run Payments"});
  const auto response =
      room.linking.BatchCheckPermissions(ParseProto<v1::BatchCheckPermissionsRequest>(R"pb(
        requests { linked_account: "acme" }
        requests { linked_account: "nobody" }
        requests { linked_account: "No Id" }
        requests { observed { names: "Fly" } }
      )pb"));
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 4);
  EXPECT_THAT(
      response->results(0).response(),
      EqualsProto(Expected(room, "observed { names: 'Run Payments' }", core::CheckPermissions)));
  EXPECT_THAT(
      response->results(1).error(),
      EqualsProto(ToRpcStatus(room.linking.CheckPermissions(PermissionsOf("nobody")).status())));
  EXPECT_THAT(
      response->results(2).error(),
      EqualsProto(ToRpcStatus(room.linking.CheckPermissions(PermissionsOf("No Id")).status())));
  EXPECT_THAT(response->results(3).response(),
              EqualsProto(Expected(room, "observed { names: 'Fly' }", core::CheckPermissions)));
}

TEST(AccountLinking, ChecksTheFormAgainstTheStoredIdentity) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissions());
  room.ReportField("acme", "Work Email", "other@example.com");
  const auto response = room.linking.CheckServiceAccount(AccountOf("acme"));
  ASSERT_TRUE(response.ok()) << response.status();
  auto request = ParseProto<v1::CheckServiceAccountRequest>(R"pb(
    form { entries { label: "Work Email" values: "other@example.com" } }
    expected_identity { first_name: "Ana" work_email: "acme@example.com" }
  )pb");
  for (const std::string& name : test::AllPermissions())
    request.mutable_observed()->add_names(name);
  const auto expected = core::CheckServiceAccount(*room.registry.Current(), request);
  ASSERT_TRUE(expected.ok()) << expected.status();
  EXPECT_THAT(*response, EqualsProto(*expected));
  EXPECT_EQ(response->verdict(), v1::VERDICT_NOT_SATISFIED);
}

TEST(AccountLinking, AnswersForAStoredAddressThatWouldNotBeTakenToday) {
  Room room;
  store::v1::StoredAccount account;
  account.mutable_identity()->set_first_name("Ana");
  account.mutable_identity()->set_work_email("a..b@example.com");
  ASSERT_TRUE(room.accounts.Write({{"acme", 0, account}}).ok());
  EXPECT_EQ(room.linking.CheckServiceAccount(AccountOf("acme")).status(), absl::OkStatus());
  const auto details = room.linking.GetLinkingDetails(DetailsOf("acme"));
  ASSERT_TRUE(details.ok()) << details.status();
  EXPECT_THAT(details->ShortDebugString(), testing::HasSubstr("a..b@example.com"));
}

TEST(AccountLinking, AFormNeverObservedIsNotObserved) {
  Room room;
  room.Create("acme");
  const auto response = room.linking.CheckServiceAccount(AccountOf("acme"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->verdict(), v1::VERDICT_INDETERMINATE);
  for (const v1::FieldResult& field : response->fields()) {
    EXPECT_EQ(field.state(), v1::FIELD_STATE_NOT_OBSERVED) << field.form_field_id();
  }
}

TEST(AccountLinking, AFormOfAnOlderCatalogIsJudgedAsTheStateIs) {
  Room room;
  v1::Catalog other = test::TestCatalog();
  other.mutable_form_fields(4)->add_aliases("Role");
  room.Create("acme");
  const auto report = ParseProto<v1::ReportServiceAccountRequest>(R"pb(
    report {
      linked_account: "acme"
      observed_at { seconds: 1772366400 }
      form {
        entries { label: "Title" values: "Service Account" }
        entries { label: "Role" values: "Boss" }
      }
    }
  )pb");
  ASSERT_TRUE(room.report.Run(report).ok());
  room.registry.Publish(test::NumberedSnapshot(other, 2));
  const auto response = room.linking.CheckServiceAccount(AccountOf("acme"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->fields(4).label(), "Title");
  EXPECT_EQ(response->fields(4).state(), v1::FIELD_STATE_WRONG);
}

TEST(AccountLinking, TransitionRuleAppliesUntilTheCustomerHasLinkedAgain) {
  Room room;
  room.Create("acme", /*transitioning=*/true);
  EXPECT_TRUE(room.linking.CheckServiceAccount(AccountOf("acme"))->has_transition_rule());
  EXPECT_TRUE(room.linking.GetLinkingDetails(DetailsOf("acme"))->has_transition_rule());
  room.ReportField("acme", "Work Email", "acme@example.com");
  EXPECT_FALSE(room.linking.CheckServiceAccount(AccountOf("acme"))->has_transition_rule());
  EXPECT_FALSE(room.linking.GetLinkingDetails(DetailsOf("acme"))->has_transition_rule());
}

TEST(AccountLinking, DetailsHoldTheStoredIdentityEachTime) {
  Room room;
  room.Create("acme");
  const auto expected = Expected(
      room, "identity { first_name: 'Ana' work_email: 'acme@example.com' } view: VIEW_FULL",
      core::GetLinkingDetails);
  auto request = DetailsOf("acme");
  request.set_view(v1::VIEW_FULL);
  EXPECT_THAT(*room.linking.GetLinkingDetails(request), EqualsProto(expected));
  room.ReportPermissions("acme", {"Fly"});
  EXPECT_THAT(*room.linking.GetLinkingDetails(request), EqualsProto(expected));
}

TEST(AccountLinking, AnUnknownAccountIsNotFound) {
  Room room;
  for (const absl::Status& status : {room.linking.CheckPermissions(PermissionsOf("acme")).status(),
                                     room.linking.CheckServiceAccount(AccountOf("acme")).status(),
                                     room.linking.GetLinkingDetails(DetailsOf("acme")).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    EXPECT_EQ(test::ReasonOf(status), "ACCOUNT_NOT_FOUND");
  }
}

TEST(AccountLinking, ABadRequestIsRefusedWithoutTheStore) {
  Room room;
  const auto response = room.linking.CheckPermissions(
      ParseProto<v1::CheckPermissionsRequest>("linked_account: 'acme' observed {} view: 77"));
  EXPECT_THAT(test::ViolationsOf(response.status()),
              ElementsAre("linked_account must not be set together with observed",
                          "observed must not be set together with linked_account",
                          "view is not a value of View"));
  EXPECT_EQ(room.store.calls(), 0);
}

TEST(AccountLinking, AStoreThatFailsIsUnavailable) {
  Room room;
  room.Create("acme");
  room.store.FailCalls(1, absl::UnavailableError("busy"));
  EXPECT_EQ(test::ReasonOf(room.linking.GetLinkingDetails(DetailsOf("acme")).status()),
            "STORE_UNAVAILABLE");
}

TEST(AccountLinking, RequestsWithoutAnAccountNeedNoStore) {
  Room room;
  const auto response = room.linking.CheckPermissions(
      ParseProto<v1::CheckPermissionsRequest>("observed { names: 'Fly' }"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(room.store.calls(), 0);
}

}  // namespace
}  // namespace linkstat::service
