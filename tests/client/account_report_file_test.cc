#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "tests/client/fake_agent.h"
#include "tests/client/run_cli.h"

// Many reports in one input.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::FakeAgent;
using ::linkstat::test::TemporaryFile;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CliRun Send(const FakeAgent& agent, const std::string& input,
            const std::vector<std::string>& options = {}) {
  std::vector<std::string> arguments = {"account", "report", "-f", "-"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return test::RunOnline(agent.endpoint(), arguments, input);
}

std::string LineOf(const std::string& account) {
  return absl::StrCat("{\"linkedAccount\": \"", account, "\", \"relinked\": true}\n");
}

// An agent's side: refuses reports of `nobody`, calls those of `old` stale, and
// keeps the number of reports in each message of each stream.
class Reports {
 public:
  grpc::Status operator()(grpc::ServerContext&,
                          grpc::ServerReader<v1::ReportServiceAccountsRequest>& reader,
                          v1::ReportServiceAccountsResponse* response) {
    if (streams.size() == fails_at) return {grpc::StatusCode::UNAVAILABLE, "stopping"};
    std::vector<int> messages;
    int64_t index = 0;
    v1::ReportServiceAccountsRequest request;
    while (reader.Read(&request)) {
      messages.push_back(request.reports_size());
      for (const auto& report : request.reports()) {
        Take(report.linked_account(), index++, *response);
      }
    }
    streams.push_back(messages);
    return grpc::Status::OK;
  }

  std::vector<std::vector<int>> streams;
  // The number of the stream that fails.
  size_t fails_at = 1000;

 private:
  static void Take(const std::string& account, int64_t index,
                   v1::ReportServiceAccountsResponse& response) {
    if (account == "nobody") {
      response.set_refused(response.refused() + 1);
      auto& refusal = *response.add_refusals();
      refusal.set_index(index);
      *refusal.mutable_error() = ToRpcStatus(MakeError(
          absl::StatusCode::kNotFound, v1::ERROR_REASON_ACCOUNT_NOT_FOUND, "no such account"));
    } else if (account == "old") {
      response.set_stale(response.stale() + 1);
    } else {
      response.set_accepted(response.accepted() + 1);
    }
  }
};

TEST(AccountReportFile, AcceptedAndStaleIsYes) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  const CliRun run = Send(agent, LineOf("a") + "\n" + LineOf("old") + LineOf("b"));
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "reports\tNONE_REFUSED\naccepted\t2\nstale\t1\nrefused-in-all\t0\n");
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(AccountReportFile, RefusedLinesAreReportedByNumberAndTheRestGoesOn) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  const CliRun run = Send(agent, LineOf("a") + LineOf("nobody") + "{\"x\": 1, \"y\": 2}\n\nno\n" +
                                     LineOf("b") + LineOf("nobody"));
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.out,
            "refused\t2\tNOT_FOUND ACCOUNT_NOT_FOUND\tno such account\n"
            "refused\t3\tINVALID_ARGUMENT INVALID_FIELD\treport.x is not a field of a report; "
            "report.y is not a field of a report\n"
            "refused\t5\tINVALID_ARGUMENT INVALID_FIELD\treport is not valid JSON at column 2\n"
            "refused\t7\tNOT_FOUND ACCOUNT_NOT_FOUND\tno such account\n"
            "reports\tSOME_REFUSED\naccepted\t2\nstale\t0\nrefused-in-all\t4\n");
}

TEST(AccountReportFile, RefusedLineIsASentenceOnATerminal) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  const CliRun run = test::RunOnline(agent.endpoint(), {"account", "report", "-f", "-"},
                                     LineOf("nobody"), {true, false, 80});
  EXPECT_EQ(run.out,
            "line 1 is refused: NOT_FOUND ACCOUNT_NOT_FOUND: no such account\n"
            "SOME_REFUSED\n\nAccepted: 0\nStale: 0\nRefused: 1\n");
}

TEST(AccountReportFile, IsAnObjectALineAsJson) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  EXPECT_EQ(Send(agent, LineOf("nobody") + LineOf("a"), {"--output", "json"}).out,
            "{\"refused\":{\"line\":1,\"error\":{\"code\":\"NOT_FOUND\",\"reason\":"
            "\"ACCOUNT_NOT_FOUND\",\"message\":\"no such account\"}}}\n"
            "{\"summary\":{\"accepted\":1,\"stale\":0,\"refused\":1}}\n");
}

TEST(AccountReportFile, EveryRefusalOfALongInputIsReported) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  std::string input;
  for (int i = 0; i < 2500; ++i) input += LineOf("nobody");
  const CliRun run = Send(agent, input);
  std::string expected;
  for (int i = 1; i <= 2500; ++i) {
    absl::StrAppend(&expected, "refused\t", i, "\tNOT_FOUND ACCOUNT_NOT_FOUND\tno such account\n");
  }
  EXPECT_EQ(run.out, expected +
                         "reports\tSOME_REFUSED\naccepted\t0\nstale\t0\n"
                         "refused-in-all\t2500\n");
  EXPECT_THAT(reports.streams, ElementsAre(ElementsAre(1000), ElementsAre(1000), ElementsAre(500)));
}

TEST(AccountReportFile, LargeLinesGoInSeveralMessages) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  std::string input;
  for (int i = 0; i < 5; ++i) input += LineOf(std::string(600'000, 'a'));
  EXPECT_EQ(Send(agent, input).code, 0);
  EXPECT_THAT(reports.streams, ElementsAre(ElementsAre(2, 2, 1)));
}

TEST(AccountReportFile, FailureNamesTheLastAcknowledgedLine) {
  Reports reports;
  reports.fails_at = 2;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  std::string input;
  for (int i = 0; i < 2500; ++i) input += LineOf("a");
  const CliRun run = Send(agent, input);
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.out, "reports\tNONE_REFUSED\naccepted\t2000\nstale\t0\nrefused-in-all\t0\n");
  EXPECT_EQ(run.err,
            "linkstat: UNAVAILABLE: lines up to 2000 are acknowledged; then: stopping; sending "
            "the file again is safe\n");
}

TEST(AccountReportFile, FailureAtOnceShowsNoCounts) {
  Reports reports;
  reports.fails_at = 0;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  const CliRun run = Send(agent, LineOf("a"));
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_EQ(run.err, "linkstat: UNAVAILABLE: stopping; sending the file again is safe\n");
}

TEST(AccountReportFile, AnswerForOtherReportsIsAFailure) {
  FakeAgent agent;
  agent.report_accounts = [](grpc::ServerContext&, auto& reader, auto* response) {
    v1::ReportServiceAccountsRequest request;
    while (reader.Read(&request)) {
    }
    response->set_refused(1);
    response->add_refusals()->set_index(7);
    return grpc::Status::OK;
  };
  const CliRun run = Send(agent, LineOf("a"));
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.err,
            "linkstat: INTERNAL: the agent's counts do not match the reports sent; sending the "
            "file again is safe\n");
}

TEST(AccountReportFile, EmptyInputHasNoReports) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  const CliRun run = Send(agent, "\n\n");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "reports\tNONE_REFUSED\naccepted\t0\nstale\t0\nrefused-in-all\t0\n");
}

TEST(AccountReportFile, ReadsAFile) {
  Reports reports;
  FakeAgent agent;
  agent.report_accounts = std::ref(reports);
  const CliRun run = test::RunOnline(
      agent.endpoint(),
      {"account", "report", "--file", TemporaryFile("reports", LineOf("a") + LineOf("b"))});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "reports\tNONE_REFUSED\naccepted\t2\nstale\t0\nrefused-in-all\t0\n");
}

TEST(AccountReportFile, FileThatIsNotThereIsBadInput) {
  const FakeAgent agent;
  const CliRun run =
      test::RunOnline(agent.endpoint(), {"account", "report", "-f", "/nonexistent/x"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err,
            "linkstat: INVALID_ARGUMENT INVALID_FIELD: reports cannot be read: No such file or "
            "directory\n  reports: cannot be read: No such file or directory\n");
}

}  // namespace
}  // namespace linkstat
