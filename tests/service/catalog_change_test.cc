#include <gmock/gmock.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using test::ParseProto;
using test::Room;

// A call that reads the store and answers under a catalog: its answer as text.
struct Call {
  std::string name;
  std::function<std::string(Room&)> answer;

  friend std::ostream& operator<<(std::ostream& out, const Call& call) { return out << call.name; }
};

template <typename Response>
std::string TextOf(const absl::StatusOr<Response>& response) {
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->DebugString() : "";
}

// The other catalog differs from a room's in one label.
void ServeOtherCatalog(Room& room) {
  v1::Catalog catalog = test::TestCatalog();
  catalog.mutable_permissions(0)->set_label("Renamed");
  room.registry.Publish(test::NumberedSnapshot(catalog, 2));
}

void Fill(Room& room) {
  for (const char* id : {"acme", "bolt"}) {
    room.Create(id);
    room.ReportPermissions(id, test::AllPermissions());
    room.ReportField(id, "Work Email", "other@example.com");
  }
}

class CatalogChange : public testing::TestWithParam<Call> {};

TEST_P(CatalogChange, WhileACallWaitsForTheStoreMixesNothing) {
  const Call& call = GetParam();
  Room before;
  Fill(before);
  const int calls_to_fill = before.store.calls();
  const std::string old_answer = call.answer(before);
  const int calls_to_answer = before.store.calls() - calls_to_fill;
  Room after;
  Fill(after);
  ServeOtherCatalog(after);
  const std::string new_answer = call.answer(after);
  ASSERT_NE(old_answer, new_answer);
  ASSERT_GT(calls_to_answer, 0);

  for (int nth = 1; nth <= calls_to_answer; ++nth) {
    Room room;
    Fill(room);
    room.BeforeStoreCall(nth, [&] { ServeOtherCatalog(room); });
    EXPECT_THAT(call.answer(room), testing::AnyOf(old_answer, new_answer)) << nth;
    EXPECT_EQ(room.registry.Current()->revision(), after.registry.Current()->revision());
  }
}

std::string CheckPermissions(Room& room) {
  return TextOf(room.linking.CheckPermissions(
      ParseProto<v1::CheckPermissionsRequest>("linked_account: 'acme' view: VIEW_FULL")));
}

std::string BatchCheckPermissions(Room& room) {
  return TextOf(
      room.linking.BatchCheckPermissions(ParseProto<v1::BatchCheckPermissionsRequest>(R"pb(
        requests { linked_account: "acme" view: VIEW_FULL }
        requests { linked_account: "bolt" view: VIEW_FULL }
      )pb")));
}

std::string CheckServiceAccount(Room& room) {
  return TextOf(room.linking.CheckServiceAccount(
      ParseProto<v1::CheckServiceAccountRequest>("linked_account: 'acme' view: VIEW_FULL")));
}

std::string GetLinkingDetails(Room& room) {
  return TextOf(room.linking.GetLinkingDetails(
      ParseProto<v1::GetLinkingDetailsRequest>("linked_account: 'acme' view: VIEW_FULL")));
}

std::string GetLinkedAccount(Room& room) {
  return TextOf(room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'")));
}

std::string FindByWorkEmail(Room& room) {
  return TextOf(room.find.ByWorkEmail(
      ParseProto<v1::FindByWorkEmailRequest>("work_email: 'acme@example.com'")));
}

std::string ListLinkedAccounts(Room& room) { return TextOf(room.list.List({})); }

std::string CreateLinkedAccount(Room& room) {
  return TextOf(
      room.create.Run(ParseProto<v1::CreateLinkedAccountRequest>("id: 'new' transitioning: true")));
}

std::string ReportServiceAccount(Room& room) {
  return TextOf(room.report.Run(ParseProto<v1::ReportServiceAccountRequest>(R"pb(
    report {
      linked_account: "acme"
      observed_at { seconds: 1772366401 }
      observed { names: "Run Payments" }
    }
  )pb")));
}

INSTANTIATE_TEST_SUITE_P(Calls, CatalogChange,
                         testing::Values(Call{"CheckPermissions", CheckPermissions},
                                         Call{"BatchCheckPermissions", BatchCheckPermissions},
                                         Call{"CheckServiceAccount", CheckServiceAccount},
                                         Call{"GetLinkingDetails", GetLinkingDetails},
                                         Call{"GetLinkedAccount", GetLinkedAccount},
                                         Call{"FindByWorkEmail", FindByWorkEmail},
                                         Call{"ListLinkedAccounts", ListLinkedAccounts},
                                         Call{"CreateLinkedAccount", CreateLinkedAccount},
                                         Call{"ReportServiceAccount", ReportServiceAccount}),
                         [](const auto& call) { return call.param.name; });

}  // namespace
}  // namespace linkstat::service
