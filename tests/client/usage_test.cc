#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <streambuf>

#include "absl/strings/str_cat.h"
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

struct UsageCase {
  const char* name;
  std::vector<std::string> arguments;
  // What follows the code, without the line feed.
  const char* error;
};

class WrongUsage : public testing::TestWithParam<UsageCase> {};

TEST_P(WrongUsage, IsRejectedWithItsReason) {
  const CliRun run = RunCli(GetParam().arguments);
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, absl::StrCat("linkstat: INVALID_ARGUMENT", GetParam().error, "\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongUsage,
    testing::Values(
        UsageCase{"NoVerb", {}, ": A subcommand is required (see linkstat --help)"},
        UsageCase{"UnknownVerb",
                  {"frobnicate"},
                  ": unknown verb, option or argument: frobnicate (see linkstat --help)"},
        UsageCase{"UnknownOption",
                  {"check", "--frob"},
                  ": unknown verb, option or argument: --frob (see linkstat --help)"},
        UsageCase{"OneVerbOnly",
                  {"health", "watch"},
                  ": unknown verb, option or argument: watch (see linkstat --help)"},
        UsageCase{"NamesAndNone",
                  {"check", "--none", "A"},
                  ": names, --file and --none are mutually exclusive"},
        UsageCase{"NamesAndFile",
                  {"check", "-f", "x", "A"},
                  ": names, --file and --none are mutually exclusive"},
        UsageCase{"FileAndNone",
                  {"check", "-f", "x", "--none"},
                  ": names, --file and --none are mutually exclusive"},
        UsageCase{"UnknownOutput",
                  {"check", "--output", "xml"},
                  ": --output: xml not in {text,json} (see linkstat --help)"},
        UsageCase{"UnknownFormat",
                  {"details", "--format", "pdf"},
                  ": --format: pdf not in {text,markdown,html,json} (see linkstat --help)"},
        UsageCase{"OptionTwice",
                  {"details", "--first-name", "A", "--first-name", "B"},
                  ": --first-name: At Most 1 required but received 2 (see linkstat --help)"},
        UsageCase{"TimeoutWithoutUnit",
                  {"--timeout", "5", "check"},
                  " INVALID_FIELD: --timeout must be a positive duration such as 5s or 500ms\n  "
                  "--timeout: must be a positive duration such as 5s or 500ms"},
        UsageCase{"TimeoutZero",
                  {"--timeout", "0s", "check"},
                  " INVALID_FIELD: --timeout must be a positive duration such as 5s or 500ms\n  "
                  "--timeout: must be a positive duration such as 5s or 500ms"},
        UsageCase{"TimeoutEndless",
                  {"--timeout", "inf", "check"},
                  " INVALID_FIELD: --timeout must be a positive duration such as 5s or 500ms\n  "
                  "--timeout: must be a positive duration such as 5s or 500ms"},
        UsageCase{"EmptyEndpoint",
                  {"--endpoint", "", "check"},
                  ": --endpoint: must not be empty (see linkstat --help)"},
        UsageCase{
            "EmptyFile", {"check", "-f", ""}, ": --file: must not be empty (see linkstat --help)"},
        UsageCase{"EmptyPermissionsFile",
                  {"check-form", "x", "--permissions-file="},
                  ": --permissions-file: must not be empty (see linkstat --help)"},
        UsageCase{"EmptyTlsFile",
                  {"--tls", "--tls-ca", "", "check"},
                  ": --tls-ca: must not be empty (see linkstat --help)"},
        UsageCase{"TlsFileWithoutTls",
                  {"--tls-ca", "x", "check"},
                  ": --tls-ca requires --tls (see linkstat --help)"},
        UsageCase{"CatalogAndEndpoint",
                  {"--catalog", "x", "--endpoint", "y", "check"},
                  ": --endpoint excludes --catalog (see linkstat --help)"},
        UsageCase{"CatalogAndTls",
                  {"--catalog", "x", "--tls", "check"},
                  ": --tls excludes --catalog (see linkstat --help)"},
        UsageCase{"CatalogForHealth",
                  {"--catalog", "x", "health"},
                  ": --catalog cannot be used with this verb: it needs an agent"},
        UsageCase{"CatalogForWatch",
                  {"watch", "--catalog", "x"},
                  ": --catalog cannot be used with this verb: it needs an agent"},
        UsageCase{"CatalogForValidate",
                  {"--catalog", "x", "catalog", "validate", "y"},
                  ": --catalog cannot be used with this verb: it calls no agent"},
        UsageCase{"RevisionForHealth",
                  {"--expected-revision", "x", "health"},
                  ": --expected-revision cannot be used with this verb"},
        UsageCase{"PermissionsTwoWays",
                  {"check-form", "x", "--permission", "A", "--no-permissions"},
                  ": --permission, --permissions-file and --no-permissions are mutually exclusive"},
        UsageCase{"InputForTwo",
                  {"check-form", "-", "--permissions-file", "-"},
                  ": FILE and --permissions-file cannot both be standard input"},
        UsageCase{"DiffInputForTwo",
                  {"catalog", "diff", "-", "-"},
                  ": FROM and TO cannot both be standard input"},
        UsageCase{
            "GroupWithoutVerb", {"catalog"}, ": A subcommand is required (see linkstat --help)"},
        UsageCase{"AccountOffline",
                  {"check", "--account", "a", "--catalog", "x"},
                  ": --account cannot be used with --catalog: accounts are stored by an agent"},
        UsageCase{"AccountOfDetailsOffline",
                  {"details", "--account", "a", "--catalog", "x"},
                  ": --account cannot be used with --catalog: accounts are stored by an agent"},
        UsageCase{"AccountOfFormOffline",
                  {"check-form", "--account", "a", "--catalog", "x"},
                  ": --account cannot be used with --catalog: accounts are stored by an agent"},
        UsageCase{"AccountAndNames",
                  {"check", "--account", "a", "B"},
                  ": --account cannot be used with values that the agent stores for the account"},
        UsageCase{"AccountAndForm",
                  {"check-form", "x", "--account", "a"},
                  ": --account cannot be used with values that the agent stores for the account"},
        UsageCase{"AccountAndIdentity",
                  {"details", "--account", "a", "--first-name", "B"},
                  ": --account cannot be used with values that the agent stores for the account"},
        UsageCase{"NeitherFormNorAccount", {"check-form"}, ": FILE or --account is required"},
        UsageCase{"CatalogForAccounts",
                  {"--catalog", "x", "account", "get", "a"},
                  ": --catalog cannot be used with this verb: it needs an agent"},
        UsageCase{
            "AccountsWithoutVerb", {"account"}, ": A subcommand is required (see linkstat --help)"},
        UsageCase{"GetWithoutId", {"account", "get"}, ": ID is required (see linkstat --help)"},
        UsageCase{"UnknownState",
                  {"account", "list", "--state", "done"},
                  ": --state: done not in {pending,action_required,ready,relink_required} (see "
                  "linkstat --help)"},
        UsageCase{"NoLimit",
                  {"account", "list", "--limit", "0"},
                  ": --limit: Value 0 not in range 1 to 2147483647 (see linkstat --help)"},
        UsageCase{"PageTooLarge",
                  {"account", "list", "--page-size", "1001"},
                  ": --page-size: Value 1001 not in range 1 to 1000 (see linkstat --help)"},
        UsageCase{"ReportOfNobody", {"account", "report"}, ": ID or --file is required"},
        UsageCase{"ReportNoneAndNames",
                  {"account", "report", "a", "B", "--none"},
                  ": names and --none are mutually exclusive"},
        UsageCase{"ReportFileAndId",
                  {"account", "report", "a", "-f", "x"},
                  ": --file cannot be used with an ID or the options of one report"},
        UsageCase{"ReportFileAndTime",
                  {"account", "report", "-f", "x", "--observed-at", "2026-03-01T12:00:00Z"},
                  ": --file cannot be used with an ID or the options of one report"},
        UsageCase{"ReportAtNoTime",
                  {"account", "report", "a", "--none", "--observed-at", "yesterday"},
                  ": --observed-at must be a time of RFC 3339 such as 2026-03-01T12:00:00Z"},
        UsageCase{"UnknownShell",
                  {"completion", "tcsh"},
                  ": SHELL: tcsh not in {bash,zsh,fish} (see linkstat --help)"}),
    [](const auto& row) { return row.param.name; });

TEST(Usage, ErrorIsJsonWhenJsonWasAskedFor) {
  const CliRun run = RunCli({"frobnicate", "--output", "json"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err,
            "{\n \"error\": {\n  \"code\": \"INVALID_ARGUMENT\",\n  \"message\": \"unknown verb, "
            "option or argument: frobnicate (see linkstat --help)\"\n }\n}\n");
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
  EXPECT_EQ(err.str(), "linkstat: DATA_LOSS: cannot write the output\n");
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
