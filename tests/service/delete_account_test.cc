#include "agent/service/delete_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::ParseProto;
using test::Room;
using testing::ElementsAre;
using testing::StartsWith;

using Request = v1::DeleteLinkedAccountRequest;

absl::Status Get(Room& room, const std::string& id) {
  v1::GetLinkedAccountRequest request;
  request.set_id(id);
  return room.find.ById(request).status();
}

TEST(DeleteAccount, AccountIsGone) {
  Room room;
  room.Create("acme");
  EXPECT_TRUE(room.remove.Run(ParseProto<Request>("id: 'acme'")).ok());
  EXPECT_EQ(test::ReasonOf(Get(room, "acme")), "ACCOUNT_NOT_FOUND");
}

TEST(DeleteAccount, LeavesTheListAtOnce) {
  Room room;
  room.Create("acme");
  room.Create("bolt");
  room.Delete("acme");
  const auto list = room.list.List({});
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->linked_accounts_size(), 1);
  EXPECT_EQ(list->linked_accounts(0).id(), "bolt");
}

TEST(DeleteAccount, OfAnUnknownAccountIsNotFound) {
  Room room;
  const absl::Status status = room.remove.Run(ParseProto<Request>("id: 'acme'")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(test::ReasonOf(status), "ACCOUNT_NOT_FOUND");
}

TEST(DeleteAccount, TakesThePresentEtag) {
  Room room;
  Request request = ParseProto<Request>("id: 'acme'");
  request.set_etag(room.Create("acme").etag());
  EXPECT_TRUE(room.remove.Run(request).ok());
}

TEST(DeleteAccount, RefusesAnOlderEtag) {
  Room room;
  Request request = ParseProto<Request>("id: 'acme'");
  request.set_etag(room.Create("acme").etag());
  room.ReportPermissions("acme", {});
  const absl::Status status = room.remove.Run(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(test::ReasonOf(status), "CONFLICT");
  EXPECT_TRUE(Get(room, "acme").ok());
}

TEST(DeleteAccount, WithEtagGivesWayToAWriteInBetween) {
  Room room;
  Request request = ParseProto<Request>("id: 'acme'");
  request.set_etag(room.Create("acme").etag());
  room.BeforeStoreCall(2, [&] { room.ReportPermissions("acme", {}); });
  EXPECT_EQ(test::ReasonOf(room.remove.Run(request).status()), "CONFLICT");
}

TEST(DeleteAccount, WithoutEtagOutlastsAWriteInBetween) {
  Room room;
  room.Create("acme");
  bool raced = false;
  room.BeforeStoreCall(2, [&] {
    room.ReportPermissions("acme", {});
    raced = true;
  });
  EXPECT_TRUE(room.remove.Run(ParseProto<Request>("id: 'acme'")).ok());
  EXPECT_TRUE(raced);
  EXPECT_TRUE(absl::IsNotFound(Get(room, "acme")));
}

// How a deletion ends just before whose first tries, so many, others write to the account.
absl::Status DeleteWhileOthersWrite(int times) {
  Room room;
  room.Create("acme");
  room.BeforeWrites(times, [&] {
    room.clock.Advance(absl::Seconds(1));
    room.ReportPermissions("acme", {});
  });
  return room.remove.Run(ParseProto<Request>("id: 'acme'")).status();
}

TEST(DeleteAccount, OutlastsFifteenWritesInBetween) {
  EXPECT_EQ(DeleteWhileOthersWrite(15), absl::OkStatus());
}

TEST(DeleteAccount, GivesUpAfterSixteenWritesInBetween) {
  EXPECT_EQ(test::ReasonOf(DeleteWhileOthersWrite(16)), "CONFLICT");
}

TEST(DeleteAccount, RefusesEveryBadFieldAtOnce) {
  Room room;
  const absl::Status status = room.remove.Run(ParseProto<Request>("etag: ''")).status();
  EXPECT_THAT(test::ViolationsOf(status), ElementsAre(StartsWith("id is not a valid id"),
                                                      "etag is not 1 to 64 printable ASCII bytes"));
}

}  // namespace
}  // namespace linkstat::service
