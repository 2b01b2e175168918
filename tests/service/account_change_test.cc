#include "agent/service/account_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/service/reports.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::NothingGranted;
using test::ParseProto;
using test::Room;
using testing::ElementsAre;

// One request of each use case, with their results.
struct OneOfEach {
  explicit OneOfEach(Room& store_of) : room(store_of) {
    create.set_id("new");
    *report.mutable_report() = NothingGranted("acme");
    remove.set_id("gone");
  }

  void Make() {
    AccountChanges changes;
    room.create.Plan({&create}, created, changes);
    room.report.Plan({&report}, reported, changes);
    room.remove.Plan({&remove}, removed, changes);
    MakeChanges(room.accounts, changes);
  }

  Room& room;
  v1::CreateLinkedAccountRequest create;
  v1::ReportServiceAccountRequest report;
  v1::DeleteLinkedAccountRequest remove;
  std::vector<CreateAccount::Result> created{1};
  std::vector<ReportAccount::Result> reported{1};
  std::vector<DeleteAccount::Result> removed{1};
};

TEST(AccountChange, ChangesOfEveryUseCaseShareOneWrite) {
  Room room;
  room.Create("acme");
  room.Create("gone");
  OneOfEach requests(room);
  const int before = room.store.calls();
  requests.Make();
  EXPECT_EQ(requests.created[0].status(), absl::OkStatus());
  EXPECT_EQ(requests.reported[0].status(), absl::OkStatus());
  EXPECT_EQ(requests.removed[0].status(), absl::OkStatus());
  // A read of each account, and the write.
  EXPECT_EQ(room.store.calls(), before + 4);
}

TEST(AccountChange, AReadThatFailsFailsItsChangeAlone) {
  Room room;
  room.Create("acme");
  room.Create("gone");
  OneOfEach requests(room);
  // The reads are of the new account, of "acme" and of "gone".
  room.store.FailCalls(2, absl::DataLossError("damaged"));
  requests.Make();
  EXPECT_EQ(requests.created[0].status(), absl::OkStatus());
  EXPECT_EQ(test::ReasonOf(requests.reported[0].status()), "INTERNAL");
  EXPECT_EQ(requests.removed[0].status(), absl::OkStatus());
}

TEST(AccountChange, AWriteThatFailsForOneAccountIsRepeatedForEach) {
  Room room;
  room.Create("acme");
  room.Create("gone");
  OneOfEach requests(room);
  // The write of all, and then the second change by itself: its read, and its write.
  room.store.FailCalls(4, absl::InternalError("too large"));
  room.BeforeStoreCall(7, [&] { room.store.FailCalls(2, absl::InternalError("too large")); });
  requests.Make();
  EXPECT_EQ(requests.created[0].status(), absl::OkStatus());
  EXPECT_EQ(test::ReasonOf(requests.reported[0].status()), "INTERNAL");
  EXPECT_EQ(requests.removed[0].status(), absl::OkStatus());
}

TEST(AccountChange, AnUnavailableStoreFailsEveryChangeAndIsNotTriedAgain) {
  Room room;
  room.Create("acme");
  room.Create("gone");
  OneOfEach requests(room);
  const int before = room.store.calls();
  room.store.FailCalls(4, absl::UnavailableError("busy"));
  requests.Make();
  EXPECT_EQ(test::ReasonOf(requests.created[0].status()), "STORE_UNAVAILABLE");
  EXPECT_EQ(test::ReasonOf(requests.reported[0].status()), "STORE_UNAVAILABLE");
  EXPECT_EQ(test::ReasonOf(requests.removed[0].status()), "STORE_UNAVAILABLE");
  EXPECT_EQ(room.store.calls(), before + 4);
}

TEST(AccountChange, OfTwoChangesOfAnAccountTheSecondSeesTheFirst) {
  Room room;
  room.Create("acme");
  room.Create("gone");
  OneOfEach requests(room);
  requests.remove.set_id("acme");
  requests.Make();
  EXPECT_EQ(requests.reported[0].status(), absl::OkStatus());
  EXPECT_EQ(requests.removed[0].status(), absl::OkStatus());
  EXPECT_EQ(room.store.Get("acme").value(), std::nullopt);
}

TEST(AccountChange, OfTwoDeletionsOfAnAccountTheSecondFindsNone) {
  Room room;
  room.Create("acme");
  v1::DeleteLinkedAccountRequest request;
  request.set_id("acme");
  const auto results = RunTogether(room.accounts, room.remove, {&request, &request});
  EXPECT_EQ(results[0].status(), absl::OkStatus());
  EXPECT_EQ(test::ReasonOf(results[1].status()), "ACCOUNT_NOT_FOUND");
}

}  // namespace
}  // namespace linkstat::service
