#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agent/service/report_account.h"
#include "tests/service/reports.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::EqualsTextProto;
using test::NothingGranted;
using test::Room;
using testing::ElementsAre;
using testing::Field;

using Request = v1::ReportServiceAccountRequest;
using StreamRequest = v1::ReportServiceAccountsRequest;

TEST(ReportStream, CountsTheOutcomeOfEachReport) {
  Room room;
  room.Create("one");
  room.Create("two");
  StreamRequest first;
  *first.add_reports() = NothingGranted("one");
  *first.add_reports() = NothingGranted("none");
  StreamRequest second;
  *second.add_reports() = NothingGranted("one", 1772365000);
  *second.add_reports() = NothingGranted("Two");
  *second.add_reports() = NothingGranted("two");
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  ASSERT_TRUE(stream.Add(first).ok());
  ASSERT_TRUE(stream.Add(second).ok());
  v1::ReportServiceAccountsResponse response = stream.response();
  ASSERT_EQ(response.refusals_size(), 2);
  EXPECT_EQ(response.refusals(0).error().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(response.refusals(1).error().code(),
            static_cast<int>(absl::StatusCode::kInvalidArgument));
  for (auto& refusal : *response.mutable_refusals()) refusal.clear_error();
  EXPECT_THAT(response, EqualsTextProto(R"pb(
                accepted: 2
                stale: 1
                refused: 2
                refusals { index: 1 }
                refusals { index: 3 }
              )pb"));
  EXPECT_EQ(room.Get("two").state(), v1::LINK_STATE_ACTION_REQUIRED);
}

TEST(ReportStream, RefusalIsTheErrorOfReportServiceAccount) {
  Room room;
  Request single;
  *single.mutable_report() = NothingGranted("X", 1);
  StreamRequest request;
  *request.add_reports() = single.report();
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  ASSERT_TRUE(stream.Add(request).ok());
  EXPECT_THAT(stream.response().refusals(0).error(),
              test::EqualsProto(ToRpcStatus(room.report.Run(single).status())));
}

TEST(ReportStream, AppliesSeveralReportsOfOneAccountInOrder) {
  Room room;
  room.Create("acme");
  StreamRequest request;
  *request.add_reports() = NothingGranted("acme", 1772366001);
  *request.add_reports() = NothingGranted("acme");
  *request.add_reports() = NothingGranted("acme", 1772366002);
  const int before = room.store.calls();
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  ASSERT_TRUE(stream.Add(request).ok());
  EXPECT_THAT(stream.response(), EqualsTextProto("accepted: 2 stale: 1"));
  EXPECT_EQ(room.Get("acme").observed_at().seconds(), 1772366002);
  // One Get and one Write for all three, and the Get of the line before.
  EXPECT_EQ(room.store.calls(), before + 3);
}

TEST(ReportStream, NamesAnAccountWhoseFutureObservationWasReplaced) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", test::AllPermissions());
  room.clock.Advance(-absl::Hours(1));
  std::vector<std::string> replaced;
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock,
                      [&](absl::string_view id) { replaced.emplace_back(id); });
  StreamRequest request;
  *request.add_reports() = NothingGranted("acme", absl::ToUnixSeconds(room.clock.Now()));
  ASSERT_TRUE(stream.Add(request).ok());
  EXPECT_EQ(stream.response().accepted(), 1);
  EXPECT_THAT(replaced, ElementsAre("acme"));
}

TEST(ReportStream, ListsTheFirstThousandRefusals) {
  Room room;
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  StreamRequest request;
  for (int i = 0; i < 600; ++i) *request.add_reports() = NothingGranted("none");
  ASSERT_TRUE(stream.Add(request).ok());
  ASSERT_TRUE(stream.Add(request).ok());
  EXPECT_EQ(stream.response().refused(), 1200);
  ASSERT_EQ(stream.response().refusals_size(), 1000);
  EXPECT_EQ(stream.response().refusals(999).index(), 999);
}

TEST(ReportStream, RejectsAMessageWithoutReportsOrWithTooMany) {
  Room room;
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  EXPECT_THAT(test::ViolationsOf(stream.Add({})),
              ElementsAre("reports has 0 entries, not 1 to 1000"));
  StreamRequest request;
  for (int i = 0; i < 1001; ++i) request.add_reports();
  EXPECT_THAT(test::ViolationsOf(stream.Add(request)),
              ElementsAre("reports has 1001 entries, not 1 to 1000"));
}

TEST(ReportStream, CanBeRepeatedAfterAFailure) {
  Room room;
  room.Create("acme");
  StreamRequest request;
  *request.add_reports() = NothingGranted("acme");
  // The write happens, and its acknowledgement is lost.
  room.store.FailCalls(2, absl::UnavailableError("busy"), 1, test::FaultyStore::FailedWrite::kDone);
  ReportStream failed(&room.accounts, &room.registry, &room.observation_clock);
  EXPECT_EQ(test::ReasonOf(failed.Add(request)), "STORE_UNAVAILABLE");
  ReportStream again(&room.accounts, &room.registry, &room.observation_clock);
  ASSERT_TRUE(again.Add(request).ok());
  EXPECT_THAT(again.response(), EqualsTextProto("accepted: 1"));
}

TEST(ReportStream, NamesTheReportsThatWereStoredOfAMessageThatFailed) {
  Room room;
  room.Create("acme");
  room.Create("other");
  StreamRequest request;
  *request.add_reports() = NothingGranted("acme");
  *request.add_reports() = NothingGranted("other");
  // The read of the first account.
  room.store.FailCalls(1, absl::DataLossError("damaged"));
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  EXPECT_EQ(test::ReasonOf(stream.Add(request)), "INTERNAL");
  EXPECT_THAT(stream.accepted(), ElementsAre(Field(&AcceptedReport::account, "other")));
}

}  // namespace
}  // namespace linkstat::service
