#include "agent/service/preview_impact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/catalog/load.h"
#include "agent/service/account_message.h"
#include "tests/service/random_account.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::ParseProto;
using test::Room;
using testing::ElementsAre;
using testing::IsEmpty;

using Request = v1::PreviewCatalogImpactRequest;
using Response = v1::PreviewCatalogImpactResponse;

// A request for the impact of the catalog that was served before.
Request ImpactOf(int number) {
  Request request;
  request.mutable_catalog()->set_revision(absl::StrCat(std::string(31, '0'), number));
  return request;
}

// A room that serves catalog 1 and keeps catalog 2.
void Publish(Room& room, const v1::Catalog& kept) {
  const auto served = room.registry.Current();
  room.registry.Publish(test::NumberedSnapshot(kept, 2));
  room.registry.Publish(test::NumberedSnapshot(served->catalog(), 1));
}

TEST(PreviewImpact, TellsWhichAccountsWouldMoveAndWhy) {
  Room room;
  Publish(room, test::CatalogWithout("manage-employees"));
  room.Create("ready");
  room.ReportPermissions("ready", test::AllPermissions());
  room.Create("to-ready");
  room.ReportPermissions("to-ready", test::AllPermissionsBut("Manage Employees"));
  const auto response = room.preview.Run(ImpactOf(2));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(*response, test::EqualsTextProto(R"pb(
    from_revision: "00000000000000000000000000000001"
    to_revision: "00000000000000000000000000000002"
    moves { from: LINK_STATE_ACTION_REQUIRED to: LINK_STATE_READY accounts: 1 }
    accounts { id: "to-ready" from: LINK_STATE_ACTION_REQUIRED to: LINK_STATE_READY }
  )pb"));
}

TEST(PreviewImpact, CountsTheReasonsOfTheMovingAccounts) {
  Room room;
  const v1::Catalog today = room.registry.Current()->catalog();
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissionsBut("Manage Employees"));
  // Would stay where it is.
  room.Create("stays");
  room.ReportPermissions("stays", {});
  const auto response = room.preview.Run(ImpactOf(1));
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->reasons_size(), 1);
  EXPECT_THAT(response->reasons(0), test::EqualsTextProto(R"pb(
                reason {
                  kind: STATE_REASON_KIND_PERMISSION_MISSING
                  id: "manage-employees"
                  label: "Manage Employees"
                }
                accounts: 1
              )pb"));
  ASSERT_EQ(response->accounts_size(), 1);
  EXPECT_THAT(response->accounts(0).reasons(0), test::EqualsProto(response->reasons(0).reason()));
}

TEST(PreviewImpact, ChangesNothing) {
  Room room;
  Publish(room, test::CatalogWithout("manage-employees"));
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissionsBut("Manage Employees"));
  const auto before = room.list.Summarize({});
  ASSERT_TRUE(room.preview.Run(ImpactOf(2)).ok());
  EXPECT_THAT(*room.list.Summarize({}), test::EqualsProto(*before));
}

TEST(PreviewImpact, TakesACatalogAsText) {
  Room room;
  room.Create("acme");
  Request request;
  request.mutable_catalog()->set_textproto(std::string(catalog::EmbeddedCatalogText()));
  const auto response = room.preview.Run(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->to_revision(), catalog::EmbeddedCatalog()->revision());
  EXPECT_THAT(response->moves(), IsEmpty());
}

TEST(PreviewImpact, PagesHoldEveryMovingAccountOnceAndTheSameNumbers) {
  Room room;
  Publish(room, test::CatalogWithout("manage-employees"));
  std::vector<std::string> expected;
  for (int i = 0; i < 10; ++i) {
    const std::string id = absl::StrCat("id", i);
    room.Create(id);
    if (i % 2 == 0) continue;
    room.ReportPermissions(id, test::AllPermissionsBut("Manage Employees"));
    expected.push_back(id);
  }
  std::vector<std::string> ids;
  Request request = ImpactOf(2);
  request.set_page_size(2);
  do {
    const auto response = room.preview.Run(request);
    ASSERT_TRUE(response.ok()) << response.status();
    ASSERT_EQ(response->moves_size(), 1);
    EXPECT_EQ(response->moves(0).accounts(), 5);
    for (const auto& account : response->accounts()) ids.push_back(account.id());
    request.set_page_token(response->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(ids, expected);
}

TEST(PreviewImpact, AgreesWithDerivingEveryAccountTwice) {
  std::mt19937 random(test::RandomSeed());
  Room room;
  std::map<std::string, store::v1::StoredAccount> accounts;
  for (int i = 0; i < 300; ++i) {
    const std::string id = absl::StrCat("id", 1000 + i);
    accounts[id] = test::RandomAccount(i, random);
    ASSERT_TRUE(room.accounts.Write({{id, 0, accounts[id]}}).ok());
  }
  for (const v1::Catalog& other : test::DifferentCatalogs()) {
    Publish(room, other);
    Request request = ImpactOf(2);
    request.set_page_size(1000);
    const auto response = room.preview.Run(request);
    ASSERT_TRUE(response.ok()) << response.status();
    std::vector<std::string> expected;
    std::map<std::string, int64_t> expected_reasons;
    const auto to_snapshot = room.registry.Find(response->to_revision());
    for (const auto& [id, account] : accounts) {
      const auto from = core::EvaluateAccount(*room.registry.Current(), FactsOf(account));
      const auto to = core::EvaluateAccount(*to_snapshot, FactsOf(account));
      if (from.state == to.state) continue;
      expected.push_back(absl::StrCat(id, from.state, to.state));
      for (const auto& reason : core::ReasonsFor(*to_snapshot, to)) {
        ++expected_reasons[reason.SerializeAsString()];
      }
    }
    std::vector<std::string> actual;
    for (const auto& account : response->accounts()) {
      actual.push_back(absl::StrCat(account.id(), account.from(), account.to()));
    }
    EXPECT_EQ(actual, expected);
    std::map<std::string, int64_t> actual_reasons;
    for (const auto& count : response->reasons()) {
      actual_reasons[count.reason().SerializeAsString()] = count.accounts();
    }
    EXPECT_EQ(actual_reasons, expected_reasons);
  }
}

TEST(PreviewImpact, RefusesARevisionThatIsNotKept) {
  Room room;
  EXPECT_EQ(test::ReasonOf(room.preview.Run(ImpactOf(7)).status()), "REVISION_NOT_KEPT");
}

TEST(PreviewImpact, RefusesEveryBadFieldAtOnce) {
  Room room;
  EXPECT_THAT(test::ViolationsOf(room.preview.Run(ParseProto<Request>("page_size: -1")).status()),
              ElementsAre("catalog is absent", "page_size is not 0 to 1000"));
}

TEST(PreviewImpact, TokenIsBoundToTheCatalog) {
  Room room;
  Publish(room, test::CatalogWithout("manage-employees"));
  for (const char* id : {"a", "b"}) {
    room.Create(id);
    room.ReportPermissions(id, test::AllPermissionsBut("Manage Employees"));
  }
  Request request = ImpactOf(2);
  request.set_page_size(1);
  const auto first = room.preview.Run(request);
  ASSERT_TRUE(first.ok());
  request = ImpactOf(1);
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(test::ReasonOf(room.preview.Run(request).status()), "INVALID_TOKEN");
}

}  // namespace
}  // namespace linkstat::service
