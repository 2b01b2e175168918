#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <streambuf>

#include "client/cli/run.h"
#include "tests/client/run_cli.h"

// What the command line refuses, and what it takes to the letter.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::RunCli;
using ::linkstat::test::RunOffline;
using ::linkstat::test::TemporaryFile;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct UsageCase {
  const char* name;
  std::vector<std::string> arguments;
  const char* says;
};

class WrongUsage : public testing::TestWithParam<UsageCase> {};

TEST_P(WrongUsage, IsRefusedWithAClearWord) {
  const CliRun run = RunCli(GetParam().arguments);
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(run.err, StartsWith("linkstat: INVALID_ARGUMENT"));
  EXPECT_THAT(run.err, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongUsage,
    testing::Values(
        UsageCase{"NoVerb", {}, "subcommand"},
        UsageCase{"UnknownVerb", {"frobnicate"}, "frobnicate"},
        UsageCase{"UnknownOption", {"check", "--frob"}, "--frob"},
        UsageCase{"OneVerbOnly", {"health", "watch"}, "watch"},
        UsageCase{"NamesAndNone", {"check", "--none", "A"}, "exclude one another"},
        UsageCase{"NamesAndFile", {"check", "-f", "x", "A"}, "exclude one another"},
        UsageCase{"FileAndNone", {"check", "-f", "x", "--none"}, "exclude one another"},
        UsageCase{"UnknownOutput", {"check", "--output", "xml"}, "--output"},
        UsageCase{"UnknownFormat", {"details", "--format", "pdf"}, "--format"},
        UsageCase{
            "OptionTwice", {"details", "--first-name", "A", "--first-name", "B"}, "--first-name"},
        UsageCase{"TimeoutWithoutUnit", {"--timeout", "5", "check"}, "--timeout"},
        UsageCase{"TimeoutZero", {"--timeout", "0s", "check"}, "--timeout"},
        UsageCase{"TimeoutEndless", {"--timeout", "inf", "check"}, "--timeout"},
        UsageCase{"EmptyEndpoint", {"--endpoint", "", "check"}, "--endpoint: is empty"},
        UsageCase{"EmptyFile", {"check", "-f", ""}, "--file: is empty"},
        UsageCase{"EmptyPermissionsFile",
                  {"check-form", "x", "--permissions-file="},
                  "--permissions-file: is empty"},
        UsageCase{"EmptyTlsFile", {"--tls", "--tls-ca", "", "check"}, "--tls-ca: is empty"},
        UsageCase{"TlsFileWithoutTls", {"--tls-ca", "x", "check"}, "--tls"},
        UsageCase{
            "CatalogAndEndpoint", {"--catalog", "x", "--endpoint", "y", "check"}, "--endpoint"},
        UsageCase{"CatalogAndTls", {"--catalog", "x", "--tls", "check"}, "--tls"},
        UsageCase{"CatalogForHealth", {"--catalog", "x", "health"}, "asks the agent"},
        UsageCase{"CatalogForWatch", {"watch", "--catalog", "x"}, "asks the agent"},
        UsageCase{"CatalogForValidate",
                  {"--catalog", "x", "catalog", "validate", "y"},
                  "does not go with this verb"},
        UsageCase{"RevisionForHealth",
                  {"--expected-revision", "x", "health"},
                  "does not go with this verb"},
        UsageCase{"PermissionsTwoWays",
                  {"check-form", "x", "--permission", "A", "--no-permissions"},
                  "exclude one another"},
        UsageCase{"InputForTwo", {"check-form", "-", "--permissions-file", "-"}, "standard input"},
        UsageCase{"DiffInputForTwo", {"catalog", "diff", "-", "-"}, "standard input"},
        UsageCase{"GroupWithoutVerb", {"catalog"}, "subcommand"},
        UsageCase{"AccountOffline",
                  {"check", "--account", "a", "--catalog", "x"},
                  "--account does not go with --catalog"},
        UsageCase{"AccountOfDetailsOffline",
                  {"details", "--account", "a", "--catalog", "x"},
                  "--account does not go with --catalog"},
        UsageCase{"AccountOfFormOffline",
                  {"check-form", "--account", "a", "--catalog", "x"},
                  "--account does not go with --catalog"},
        UsageCase{"AccountAndNames", {"check", "--account", "a", "B"}, "says the same"},
        UsageCase{"AccountAndForm", {"check-form", "x", "--account", "a"}, "says the same"},
        UsageCase{"AccountAndIdentity",
                  {"details", "--account", "a", "--first-name", "B"},
                  "says the same"},
        UsageCase{"NeitherFormNorAccount", {"check-form"}, "FILE or --account is needed"},
        UsageCase{
            "CatalogForAccounts", {"--catalog", "x", "account", "get", "a"}, "asks the agent"},
        UsageCase{"AccountsWithoutVerb", {"account"}, "subcommand"},
        UsageCase{"GetWithoutId", {"account", "get"}, "ID"},
        UsageCase{"UnknownState", {"account", "list", "--state", "done"}, "--state"},
        UsageCase{"NoLimit", {"account", "list", "--limit", "0"}, "--limit"},
        UsageCase{"PageTooLarge", {"account", "list", "--page-size", "1001"}, "--page-size"},
        UsageCase{"ReportOfNobody", {"account", "report"}, "an ID or --file is needed"},
        UsageCase{
            "ReportNoneAndNames", {"account", "report", "a", "B", "--none"}, "exclude one another"},
        UsageCase{"ReportFileAndId", {"account", "report", "a", "-f", "x"}, "stands alone"},
        UsageCase{"ReportFileAndTime",
                  {"account", "report", "-f", "x", "--observed-at", "2026-03-01T12:00:00Z"},
                  "stands alone"},
        UsageCase{"ReportAtNoTime",
                  {"account", "report", "a", "--none", "--observed-at", "yesterday"},
                  "--observed-at"},
        UsageCase{"UnknownShell", {"completion", "tcsh"}, "SHELL"}),
    [](const auto& row) { return row.param.name; });

TEST(Usage, ErrorIsJsonWhenJsonWasAskedFor) {
  const CliRun run = RunCli({"frobnicate", "--output", "json"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, StartsWith("{\n \"error\": {\n  \"code\": \"INVALID_ARGUMENT\""));
}

TEST(Usage, GlobalOptionsStandBeforeAndAfterTheVerb) {
  const std::string catalog = test::SourcePath(test::kTestCatalogPath);
  const CliRun before = RunCli({"--catalog", catalog, "--output", "json", "check", "--none"});
  const CliRun after = RunCli({"check", "--none", "--catalog", catalog, "--output", "json"});
  EXPECT_EQ(before.code, 1) << before.err;
  EXPECT_EQ(before.out, after.out);
}

TEST(Usage, HelpGoesToStandardOutput) {
  const CliRun run = RunCli({"check", "--help"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr("--none"));
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(Usage, VersionIsOneLine) {
  EXPECT_THAT(RunCli({"--version"}).out, testing::MatchesRegex("linkstat [0-9.]+\n"));
}

class VerbatimName : public testing::TestWithParam<std::string> {};

TEST_P(VerbatimName, ReachesTheCheckAsItIs) {
  const CliRun run = RunOffline({"check", "--", GetParam()});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, HasSubstr("\nunrecognized\t" + GetParam() + "\t"));
}

INSTANTIATE_TEST_SUITE_P(NamesTheParserMightAlter, VerbatimName,
                         testing::Values("[fly,swim]", "[fly]", "{fly}", "\"fly\"", "fly%%swim",
                                         "--fly", "-f", "watch", "check", "a=b", "/fly"));

TEST(Usage, EveryNameReachesTheCheck) {
  const CliRun run = RunOffline({"check", "Fly", "[fly,swim]", "--full", "health", "Swim"});
  EXPECT_THAT(run.out, HasSubstr("unrecognized\tFly\t\nunrecognized\t[fly,swim]\t\n"
                                 "unrecognized\thealth\t\nunrecognized\tSwim\t\n"));
}

TEST(Usage, EmptyNameIsRefusedAndNotLost) {
  const CliRun run = RunOffline({"check", "Manage Employees", ""});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("observed.names[1]"));
}

TEST(Usage, EmptyOptionValueIsAValue) {
  const CliRun run = RunOffline({"details", "--first-name=", "--work-email", "a@b.example"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, HasSubstr("identity.first_name"));
}

// Takes nothing, like a full disk.
class FullBuffer : public std::streambuf {
 protected:
  int overflow(int) override { return traits_type::eof(); }
};

TEST(Usage, OutputThatCannotBeWrittenIsAnError) {
  FullBuffer full;
  std::ostream out(&full);
  std::istringstream in;
  std::ostringstream err;
  cli::Streams streams{in, out, err, {}};
  const char* argv[] = {"linkstat", "completion", "bash"};
  EXPECT_EQ(cli::Run(3, argv, streams), 3);
  EXPECT_EQ(err.str(), "linkstat: DATA_LOSS: the output could not be written\n");
}

// Runs `linkstat` with an input and an output that are closed or not.
test::CliRun RunWithStreams(std::vector<const char*> words, bool in_closed, bool out_closed) {
  std::istringstream in("Manage Employees\n");
  std::ostringstream out;
  std::ostringstream err;
  if (in_closed) in.setstate(std::ios::badbit);
  if (out_closed) out.setstate(std::ios::badbit);
  cli::Streams streams{in, out, err, {}};
  words.insert(words.begin(), "linkstat");
  const int code = cli::Run(static_cast<int>(words.size()), words.data(), streams);
  return {code, out.str(), err.str()};
}

TEST(Usage, ClosedOutputIsRefusedBeforeAnythingIsAsked) {
  const test::CliRun run =
      RunWithStreams({"health", "--endpoint", "unix:/nonexistent"}, false, true);
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err, "linkstat: INVALID_ARGUMENT: standard output is closed\n");
}

TEST(Usage, ClosedInputIsRefusedWhereItIsRead) {
  const std::string form = test::TemporaryFile("form", "{}");
  const std::vector<std::vector<const char*>> readers = {
      {"check", "-"},
      {"check", "-f", "-"},
      {"check-form", "-"},
      {"check-form", form.c_str(), "--permissions-file", "-"},
      {"catalog", "validate", "-"},
      {"catalog", "diff", "-", "served"},
      {"account", "report", "-f", "-"},
      {"account", "report", "acme", "--form", "-"}};
  for (const std::vector<const char*>& reader : readers) {
    const test::CliRun run = RunWithStreams(reader, true, false);
    EXPECT_EQ(run.code, 2) << reader[0];
    EXPECT_EQ(run.err, "linkstat: INVALID_ARGUMENT: standard input is closed\n") << reader[0];
  }
}

TEST(Usage, ClosedInputDoesNoHarmWhereItIsNotRead) {
  const std::string catalog = test::SourcePath(test::kTestCatalogPath);
  EXPECT_EQ(RunWithStreams({"check", "--none", "--catalog", catalog.c_str()}, true, false).code, 1);
}

}  // namespace
}  // namespace linkstat
