#include "agent/service/merge_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using test::EqualsProto;
using test::EqualsTextProto;
using test::ParseProto;
using test::TestSnapshot;

using Account = store::v1::StoredAccount;
using Report = v1::ServiceAccountReport;

Account NewAccount(bool transitioning = false) {
  auto account =
      ParseProto<Account>("identity { first_name: 'Ana' work_email: 'ana@example.com' }");
  account.set_transitioning(transitioning);
  return account;
}

// The latest time that a report may have, later than those of the reports here.
const absl::Time kLatest = absl::FromUnixSeconds(1000);

// Merges and returns the outcome.
v1::ReportOutcome Merge(const char* report, Account& account, bool replaces_future = false) {
  const Account before = account;
  const MergeResult result =
      MergeReport(TestSnapshot(), ParseProto<Report>(report), kLatest, account);
  EXPECT_EQ(result.changed, before.SerializeAsString() != account.SerializeAsString());
  EXPECT_EQ(result.replaced_future, replaces_future);
  return result.outcome;
}

// As an agent left it whose clock was ahead.
Account AccountFromTheFuture() {
  Account account = NewAccount(/*transitioning=*/true);
  account.MergeFrom(ParseProto<Account>(R"pb(
    observed { names: "X" }
    permissions_observed_at { seconds: 1001 }
    form { entries { label: "Title" values: "Boss" } }
    form_observed_at { seconds: 1000 nanos: 1 }
    relinked_at { seconds: 1002 }
  )pb"));
  return account;
}

TEST(MergeReport, StoresTheFirstObservationOfEachPart) {
  Account account = NewAccount();
  EXPECT_EQ(Merge(R"pb(observed_at { seconds: 100 nanos: 7 }
                       observed { names: "Manage Employees" }
                       form { entries { label: "Title" values: "Boss" } })pb",
                  account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_THAT(account, EqualsTextProto(R"pb(
                identity { first_name: "Ana" work_email: "ana@example.com" }
                observed { names: "Manage Employees" }
                permissions_observed_at { seconds: 100 nanos: 7 }
                form { entries { label: "Title" values: "Boss" } }
                form_observed_at { seconds: 100 nanos: 7 }
              )pb"));
}

TEST(MergeReport, NewerObservationTakesThePlaceOfTheOlder) {
  Account account = NewAccount();
  Merge("observed_at { seconds: 100 } observed { names: 'Manage Employees' }", account);
  EXPECT_EQ(Merge("observed_at { seconds: 100 nanos: 1 } observed {}", account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(account.observed().names_size(), 0);
  EXPECT_EQ(account.permissions_observed_at().nanos(), 1);
}

TEST(MergeReport, OlderObservationIsStale) {
  Account account = NewAccount();
  Merge("observed_at { seconds: 100 } observed {}", account);
  EXPECT_EQ(Merge("observed_at { seconds: 99 } observed { names: 'X' }", account),
            v1::REPORT_OUTCOME_STALE);
  EXPECT_EQ(account.observed().names_size(), 0);
}

TEST(MergeReport, EqualReportThatComesAgainIsAcceptedAndChangesNothing) {
  Account account = NewAccount();
  const char* report = "observed_at { seconds: 100 } observed { names: 'X' }";
  Merge(report, account);
  const Account before = account;
  EXPECT_EQ(Merge(report, account), v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_THAT(account, EqualsProto(before));
}

TEST(MergeReport, OtherObservationWithTheSameTimeIsStale) {
  Account account = NewAccount();
  Merge("observed_at { seconds: 100 } observed { names: 'X' }", account);
  EXPECT_EQ(Merge("observed_at { seconds: 100 } observed { names: 'Y' }", account),
            v1::REPORT_OUTCOME_STALE);
  EXPECT_EQ(account.observed().names(0), "X");
}

TEST(MergeReport, PartsAreJudgedOneByOne) {
  Account account = NewAccount();
  Merge("observed_at { seconds: 100 } observed { names: 'X' }", account);
  EXPECT_EQ(Merge(R"pb(observed_at { seconds: 50 }
                       observed { names: "Y" }
                       form { entries { label: "Title" } })pb",
                  account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(account.observed().names(0), "X");
  EXPECT_EQ(account.form_observed_at().seconds(), 50);
}

TEST(MergeReport, EmptyObservationIsKeptApartFromNone) {
  Account account = NewAccount();
  EXPECT_EQ(Merge("observed_at { seconds: 100 } observed {}", account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_TRUE(account.has_observed());
  EXPECT_FALSE(account.has_form());
}

TEST(MergeReport, RelinkIsKnownAsOfTheEarliestTime) {
  Account account = NewAccount(/*transitioning=*/true);
  EXPECT_EQ(Merge("observed_at { seconds: 100 } relinked: true", account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(Merge("observed_at { seconds: 200 } relinked: true", account),
            v1::REPORT_OUTCOME_STALE);
  EXPECT_EQ(Merge("observed_at { seconds: 100 } relinked: true", account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(Merge("observed_at { seconds: 50 } relinked: true", account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(account.relinked_at().seconds(), 50);
}

TEST(MergeReport, RelinkIsNoNewsOfAnAccountThatDoesNotTransition) {
  Account account = NewAccount();
  EXPECT_EQ(Merge("observed_at { seconds: 100 } relinked: true", account),
            v1::REPORT_OUTCOME_STALE);
  EXPECT_FALSE(account.has_relinked_at());
}

TEST(MergeReport, FormWithTheRightWorkEmailSaysThatTheCustomerHasRelinked) {
  Account account = NewAccount(/*transitioning=*/true);
  Merge(R"pb(observed_at { seconds: 100 }
             form { entries { label: "work email" values: "ANA@example.com" } })pb",
        account);
  EXPECT_EQ(account.relinked_at().seconds(), 100);
}

TEST(MergeReport, FormWithAnotherOrNoWorkEmailDoesNotSaySo) {
  Account account = NewAccount(/*transitioning=*/true);
  Merge(R"pb(observed_at { seconds: 100 }
             form {
               entries { label: "Work Email" values: "bob@example.com" }
               entries { label: "Title" values: "ana@example.com" }
             })pb",
        account);
  Merge("observed_at { seconds: 101 } form { entries { label: 'Work Email' } }", account);
  EXPECT_FALSE(account.has_relinked_at());
}

TEST(MergeReport, OldFormStillSaysThatTheCustomerHasRelinked) {
  Account account = NewAccount(/*transitioning=*/true);
  Merge("observed_at { seconds: 100 } form {}", account);
  EXPECT_EQ(Merge(R"pb(observed_at { seconds: 90 }
                       form { entries { label: "Work Email" values: "ana@example.com" } })pb",
                  account),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(account.relinked_at().seconds(), 90);
  EXPECT_EQ(account.form_observed_at().seconds(), 100);
}

TEST(MergeReport, PermissionsFromTheFutureLoseToAnyReportOfThem) {
  Account account = AccountFromTheFuture();
  EXPECT_EQ(Merge("observed_at { seconds: 1 } observed {}", account, /*replaces_future=*/true),
            v1::REPORT_OUTCOME_ACCEPTED);
  Account expected = AccountFromTheFuture();
  expected.mutable_observed()->Clear();
  expected.mutable_permissions_observed_at()->set_seconds(1);
  EXPECT_THAT(account, EqualsProto(expected));
}

TEST(MergeReport, FormFromTheFutureLosesToAnyReportOfIt) {
  Account account = AccountFromTheFuture();
  EXPECT_EQ(Merge("observed_at { seconds: 1 } form {}", account, /*replaces_future=*/true),
            v1::REPORT_OUTCOME_ACCEPTED);
  Account expected = AccountFromTheFuture();
  expected.mutable_form()->Clear();
  *expected.mutable_form_observed_at() = ParseProto<google::protobuf::Timestamp>("seconds: 1");
  EXPECT_THAT(account, EqualsProto(expected));
}

TEST(MergeReport, RelinkFromTheFutureLosesToAnyReportOfIt) {
  Account account = AccountFromTheFuture();
  EXPECT_EQ(Merge("observed_at { seconds: 1 } relinked: true", account, /*replaces_future=*/true),
            v1::REPORT_OUTCOME_ACCEPTED);
  Account expected = AccountFromTheFuture();
  expected.mutable_relinked_at()->set_seconds(1);
  EXPECT_THAT(account, EqualsProto(expected));
}

TEST(MergeReport, ObservationAtTheLatestTimeIsNotFromTheFuture) {
  Account account = NewAccount();
  Merge("observed_at { seconds: 1000 } observed { names: 'X' }", account);
  EXPECT_EQ(Merge("observed_at { seconds: 999 } observed {}", account), v1::REPORT_OUTCOME_STALE);
}

TEST(MergeReport, EqualContentFromTheFutureGetsTheTimeOfTheReport) {
  Account account = AccountFromTheFuture();
  EXPECT_EQ(Merge("observed_at { seconds: 1000 } observed { names: 'X' }", account,
                  /*replaces_future=*/true),
            v1::REPORT_OUTCOME_ACCEPTED);
  EXPECT_EQ(account.permissions_observed_at().seconds(), 1000);
}

// Every order of the reports, from this account on, leads to the same account.
void ExpectSameInEveryOrder(const Account& start, const std::vector<Report>& reports) {
  std::vector<int> order = {0, 1, 2, 3};
  Account expected = start;
  for (const int i : order) MergeReport(TestSnapshot(), reports[i], kLatest, expected);
  while (std::next_permutation(order.begin(), order.end())) {
    Account account = start;
    for (const int i : order) MergeReport(TestSnapshot(), reports[i], kLatest, account);
    EXPECT_THAT(account, EqualsProto(expected));
  }
}

TEST(MergeReport, OrderOfArrivalMakesNoDifference) {
  const std::vector<Report> reports = {
      ParseProto<Report>("observed_at { seconds: 1 } observed { names: 'A' } relinked: true"),
      ParseProto<Report>("observed_at { seconds: 2 } form { entries { label: 'Title' } }"),
      ParseProto<Report>("observed_at { seconds: 3 } observed {} form {}"),
      ParseProto<Report>("observed_at { seconds: 4 } observed { names: 'B' } relinked: true"),
  };
  ExpectSameInEveryOrder(NewAccount(/*transitioning=*/true), reports);
  ExpectSameInEveryOrder(AccountFromTheFuture(), reports);
}

}  // namespace
}  // namespace linkstat::service
