#include "agent/service/report_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::EqualsTextProto;
using test::ParseProto;
using test::Room;
using testing::ElementsAre;
using testing::StartsWith;

using Request = v1::ReportServiceAccountRequest;
using StreamRequest = v1::ReportServiceAccountsRequest;

v1::LinkedAccount Get(Room& room, const std::string& id) {
  v1::GetLinkedAccountRequest request;
  request.set_id(id);
  const auto response = room.find.ById(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->linked_account() : v1::LinkedAccount();
}

// A report of no granted permissions.
v1::ServiceAccountReport NothingGranted(const std::string& id, int64_t seconds) {
  v1::ServiceAccountReport report;
  report.set_linked_account(id);
  report.mutable_observed_at()->set_seconds(seconds);
  report.mutable_observed();
  return report;
}

TEST(ReportAccount, AnswersTheAccountAfterTheReport) {
  Room room;
  room.Create("acme");
  const auto response = room.report.Run(ParseProto<Request>(R"pb(
    report {
      linked_account: "acme"
      observed_at { seconds: 1772366000 }
      form { entries { label: "Title" values: "Boss" } }
    }
  )pb"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->outcome(), v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_THAT(response->linked_account(), test::EqualsProto(Get(room, "acme")));
  EXPECT_EQ(response->linked_account().state(), v1::LINK_STATE_ACTION_REQUIRED);
  EXPECT_EQ(response->linked_account().observation_age().seconds(), 400);
}

TEST(ReportAccount, AnswersEachReportOfABatchWithTheAccountAfterAll) {
  Room room;
  room.Create("acme");
  room.Create("other");
  Request requests[4];
  *requests[0].mutable_report() = NothingGranted("acme", 1772365000);
  *requests[1].mutable_report() = NothingGranted("none", 1772365000);
  *requests[2].mutable_report() = NothingGranted("acme", 1772366000);
  *requests[3].mutable_report() = NothingGranted("other", 1772365000);
  const auto results = room.report.RunAll({&requests[0], &requests[1], &requests[2], &requests[3]});
  ASSERT_TRUE(results[0].ok() && results[2].ok() && results[3].ok());
  EXPECT_EQ(results[0]->outcome(), v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_THAT(results[0]->linked_account(), test::EqualsProto(Get(room, "acme")));
  EXPECT_EQ(test::ReasonOf(results[1].status()), "ACCOUNT_NOT_FOUND");
  EXPECT_THAT(results[2]->linked_account(), test::EqualsProto(Get(room, "acme")));
  EXPECT_THAT(results[3]->linked_account(), test::EqualsProto(Get(room, "other")));
}

TEST(ReportAccount, AFaultOfOneAccountIsNotThatOfTheOthersOfABatch) {
  Room room;
  room.Create("acme");
  room.Create("other");
  Request requests[2];
  *requests[0].mutable_report() = NothingGranted("acme", 1772365000);
  *requests[1].mutable_report() = NothingGranted("other", 1772365000);
  // The read of the first account, together and then alone.
  room.store.FailCalls(1, absl::DataLossError("damaged"), 2);
  const auto results = room.report.RunAll({&requests[0], &requests[1]});
  EXPECT_EQ(results[0].status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(results[1].ok()) << results[1].status();
}

TEST(ReportAccount, TellsOfAnAccountWhoseObservationInTheFutureItReplaced) {
  Room room;
  room.Create("acme");
  room.Create("globex");
  room.ReportPermissions("acme", test::AllPermissions());
  room.clock.Advance(-absl::Hours(24 * 365 * 10));
  std::vector<std::string> replaced;
  const ReportAccount report(&room.accounts, &room.registry, &room.observation_clock,
                             [&](absl::string_view id) { replaced.emplace_back(id); });
  for (const char* id : {"acme", "globex", "acme"}) {
    Request request;
    *request.mutable_report() = NothingGranted(id, absl::ToUnixSeconds(room.clock.Now()));
    const auto response = report.Run(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->outcome(), v1::REPORT_OUTCOME_ACCEPTED);
    EXPECT_EQ(response->linked_account().state(), v1::LINK_STATE_ACTION_REQUIRED);
  }
  EXPECT_THAT(replaced, ElementsAre("acme"));
}

TEST(ReportStream, TellsOfAnAccountWhoseObservationInTheFutureItReplaced) {
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

TEST(ReportAccount, StaleReportChangesNothing) {
  Room room;
  room.Create("acme");
  const v1::LinkedAccount before = room.ReportPermissions("acme", test::AllPermissions());
  Request request;
  *request.mutable_report() = NothingGranted("acme", 1772366399);
  const auto response = room.report.Run(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->outcome(), v1::REPORT_OUTCOME_STALE);
  EXPECT_THAT(response->linked_account(), test::EqualsProto(before));
}

TEST(ReportAccount, ReportThatComesAgainIsAcceptedWithTheSameEtag) {
  Room room;
  room.Create("acme");
  Request request;
  *request.mutable_report() = NothingGranted("acme", 1772366000);
  const auto first = room.report.Run(request);
  const auto second = room.report.Run(request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_THAT(*second, test::EqualsProto(*first));
}

TEST(ReportAccount, OfAnUnknownAccountIsNotFound) {
  Room room;
  Request request;
  *request.mutable_report() = NothingGranted("acme", 1772366000);
  EXPECT_EQ(test::ReasonOf(room.report.Run(request).status()), "ACCOUNT_NOT_FOUND");
}

TEST(ReportAccount, MergesWithAReportThatWasWrittenInBetween) {
  Room room;
  room.Create("acme");
  room.BeforeStoreCall(2, [&] { room.ReportField("acme", "Title", "Boss"); });
  const v1::LinkedAccount account = room.ReportPermissions("acme", test::AllPermissions());
  EXPECT_EQ(account.permissions().verdict(), v1::VERDICT_SATISFIED);
  ASSERT_EQ(account.reasons_size(), 1);
  EXPECT_EQ(account.reasons(0).id(), "title");
}

TEST(ReportAccount, GivesUpWhenOthersAreFasterEveryTime) {
  Room room;
  room.Create("acme");
  bool inside = false;
  room.store.BeforeCall([&] {
    if (std::exchange(inside, true)) return;
    room.clock.Advance(absl::Seconds(1));
    room.ReportPermissions("acme", {});
    inside = false;
  });
  Request request;
  *request.mutable_report() = NothingGranted("acme", 1772366000);
  request.mutable_report()->mutable_form();
  EXPECT_EQ(test::ReasonOf(room.report.Run(request).status()), "CONFLICT");
}

TEST(ReportAccount, NewestOfManyRacersWins) {
  Room room;
  room.Create("acme");
  std::vector<std::thread> reporters;
  for (int i = 0; i < 8; ++i) {
    reporters.emplace_back([&room, i] {
      Request request;
      *request.mutable_report() = NothingGranted("acme", 1772366000 + i);
      request.mutable_report()->mutable_observed()->add_names(absl::StrCat("Name ", i));
      absl::Status status;
      do {
        status = room.report.Run(request).status();
      } while (absl::IsAborted(status));
      EXPECT_TRUE(status.ok()) << status;
    });
  }
  for (std::thread& reporter : reporters) reporter.join();
  const v1::LinkedAccount account = Get(room, "acme");
  EXPECT_EQ(account.observed_at().seconds(), 1772366007);
  EXPECT_EQ(account.permissions().unrecognized(0).input(), "Name 7");
}

TEST(ReportAccount, RefusesEveryBadFieldAtOnce) {
  Room room;
  const absl::Status status = room.report
                                  .Run(ParseProto<Request>(R"pb(
                                    report {
                                      observed { names: "" }
                                      form {
                                        entries { label: "Title" }
                                        entries { label: "title" }
                                      }
                                    }
                                  )pb"))
                                  .status();
  EXPECT_THAT(
      test::ViolationsOf(status),
      ElementsAre(
          StartsWith("report.linked_account is not a valid id"), "report.observed_at is absent",
          StartsWith("report.observed.names[0] is empty"),
          "report.form.entries[1].label names the same field as report.form.entries[0].label"));
}

TEST(ReportStream, CountsWhatBecameOfEachReport) {
  Room room;
  room.Create("one");
  room.Create("two");
  StreamRequest first;
  *first.add_reports() = NothingGranted("one", 1772366000);
  *first.add_reports() = NothingGranted("none", 1772366000);
  StreamRequest second;
  *second.add_reports() = NothingGranted("one", 1772365000);
  *second.add_reports() = NothingGranted("Two", 1772366000);
  *second.add_reports() = NothingGranted("two", 1772366000);
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
  EXPECT_EQ(Get(room, "two").state(), v1::LINK_STATE_ACTION_REQUIRED);
}

TEST(ReportStream, RefusalIsWhatReportServiceAccountFailsWith) {
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

TEST(ReportStream, SeveralReportsOfOneAccountInAMessageCountInOrder) {
  Room room;
  room.Create("acme");
  StreamRequest request;
  *request.add_reports() = NothingGranted("acme", 1772366001);
  *request.add_reports() = NothingGranted("acme", 1772366000);
  *request.add_reports() = NothingGranted("acme", 1772366002);
  const int before = room.store.calls();
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  ASSERT_TRUE(stream.Add(request).ok());
  EXPECT_THAT(stream.response(), EqualsTextProto("accepted: 2 stale: 1"));
  EXPECT_EQ(Get(room, "acme").observed_at().seconds(), 1772366002);
  // One Get and one Write for all three, and the Get of the line before.
  EXPECT_EQ(room.store.calls(), before + 3);
}

TEST(ReportStream, TellsTheFirstThousandRefusals) {
  Room room;
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  StreamRequest request;
  for (int i = 0; i < 600; ++i) *request.add_reports() = NothingGranted("none", 1772366000);
  ASSERT_TRUE(stream.Add(request).ok());
  ASSERT_TRUE(stream.Add(request).ok());
  EXPECT_EQ(stream.response().refused(), 1200);
  ASSERT_EQ(stream.response().refusals_size(), 1000);
  EXPECT_EQ(stream.response().refusals(999).index(), 999);
}

TEST(ReportStream, RefusesAMessageWithoutReportsOrWithTooMany) {
  Room room;
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  EXPECT_THAT(test::ViolationsOf(stream.Add({})),
              ElementsAre("reports has 0 entries, not 1 to 1000"));
  StreamRequest request;
  for (int i = 0; i < 1001; ++i) request.add_reports();
  EXPECT_THAT(test::ViolationsOf(stream.Add(request)),
              ElementsAre("reports has 1001 entries, not 1 to 1000"));
}

TEST(ReportStream, CanBeSentAgainAfterAFailure) {
  Room room;
  room.Create("acme");
  StreamRequest request;
  *request.add_reports() = NothingGranted("acme", 1772366000);
  // The write happens, and its acknowledgement is lost.
  room.store.FailCalls(2, absl::UnavailableError("busy"), 1, test::FaultyStore::FailedWrite::kDone);
  ReportStream failed(&room.accounts, &room.registry, &room.observation_clock);
  EXPECT_EQ(test::ReasonOf(failed.Add(request)), "STORE_UNAVAILABLE");
  ReportStream again(&room.accounts, &room.registry, &room.observation_clock);
  ASSERT_TRUE(again.Add(request).ok());
  EXPECT_THAT(again.response(), EqualsTextProto("accepted: 1"));
}

}  // namespace
}  // namespace linkstat::service
