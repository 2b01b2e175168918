#include "agent/service/report_account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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
using testing::StartsWith;

using Request = v1::ReportServiceAccountRequest;

TEST(ReportAccount, ReturnsTheAccountAfterTheReport) {
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
  EXPECT_THAT(response->linked_account(), test::EqualsProto(room.Get("acme")));
  EXPECT_EQ(response->linked_account().state(), v1::LINK_STATE_ACTION_REQUIRED);
  EXPECT_EQ(response->linked_account().observation_age().seconds(), 400);
}

TEST(ReportAccount, ReturnsTheAccountAfterAllReportsOfABatch) {
  Room room;
  room.Create("acme");
  room.Create("other");
  Request requests[4];
  *requests[0].mutable_report() = NothingGranted("acme", 1772365000);
  *requests[1].mutable_report() = NothingGranted("none", 1772365000);
  *requests[2].mutable_report() = NothingGranted("acme");
  *requests[3].mutable_report() = NothingGranted("other", 1772365000);
  const auto results = RunTogether(room.accounts, room.report,
                                   {&requests[0], &requests[1], &requests[2], &requests[3]});
  ASSERT_TRUE(results[0].ok() && results[2].ok() && results[3].ok());
  EXPECT_EQ(results[0]->outcome(), v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_THAT(results[0]->linked_account(), test::EqualsProto(room.Get("acme")));
  EXPECT_EQ(test::ReasonOf(results[1].status()), "ACCOUNT_NOT_FOUND");
  EXPECT_THAT(results[2]->linked_account(), test::EqualsProto(room.Get("acme")));
  EXPECT_THAT(results[3]->linked_account(), test::EqualsProto(room.Get("other")));
}

TEST(ReportAccount, AnAccountThatCannotBeReadFailsItsReportAlone) {
  Room room;
  room.Create("acme");
  room.Create("other");
  Request requests[2];
  *requests[0].mutable_report() = NothingGranted("acme", 1772365000);
  *requests[1].mutable_report() = NothingGranted("other", 1772365000);
  // The read of the first account.
  room.store.FailCalls(1, absl::DataLossError("damaged"));
  const auto results = RunTogether(room.accounts, room.report, {&requests[0], &requests[1]});
  EXPECT_EQ(results[0].status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(results[1].ok()) << results[1].status();
}

TEST(ReportAccount, NamesAnAccountWhoseFutureObservationWasReplaced) {
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

TEST(ReportAccount, RepeatedReportIsAcceptedWithTheSameEtag) {
  Room room;
  room.Create("acme");
  Request request;
  *request.mutable_report() = NothingGranted("acme");
  const auto first = room.report.Run(request);
  const auto second = room.report.Run(request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_THAT(*second, test::EqualsProto(*first));
}

TEST(ReportAccount, ReportOnAnUnknownAccountIsNotFound) {
  Room room;
  Request request;
  *request.mutable_report() = NothingGranted("acme");
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

TEST(ReportAccount, FailsWithConflictWhenOtherWritersAreFasterEveryTime) {
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
  *request.mutable_report() = NothingGranted("acme");
  request.mutable_report()->mutable_form();
  EXPECT_EQ(test::ReasonOf(room.report.Run(request).status()), "CONFLICT");
}

TEST(ReportAccount, NewestOfConcurrentReportsWins) {
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
  const v1::LinkedAccount account = room.Get("acme");
  EXPECT_EQ(account.observed_at().seconds(), 1772366007);
  EXPECT_EQ(account.permissions().unrecognized(0).input(), "Name 7");
}

TEST(ReportAccount, RejectsEveryInvalidFieldAtOnce) {
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

}  // namespace
}  // namespace linkstat::service
