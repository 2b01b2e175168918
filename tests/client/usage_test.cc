#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <streambuf>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/run.h"
#include "tests/client/run_cli.h"
#include "tests/support/table.h"

// What the command line rejects, and what it takes to the letter.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::RunCli;
using ::linkstat::test::RunOffline;
using ::linkstat::test::TemporaryFile;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class WrongUsage : public testing::TestWithParam<test::TableRow> {};

TEST_P(WrongUsage, IsRejectedWithItsReason) {
  std::vector<std::string> words = absl::StrSplit(GetParam().cells[0], ' ', absl::SkipEmpty());
  for (std::string& word : words) word = word == "''" ? "" : word;
  const CliRun run = RunCli(words);
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, absl::StrCat("linkstat: INVALID_ARGUMENT", GetParam().cells[1], "\n"));
}

INSTANTIATE_TEST_SUITE_P(Table, WrongUsage,
                         testing::ValuesIn(test::ReadTable("tests/cases/cli/usage.tsv", 2)),
                         test::NameOfCase);

TEST(Usage, ErrorIsJsonWithOutputJson) {
  const CliRun run = RunCli({"frobnicate", "--output", "json"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err,
            "{\n \"error\": {\n  \"code\": \"INVALID_ARGUMENT\",\n  \"message\": \"unknown verb, "
            "option or argument: frobnicate (see linkstat --help)\"\n }\n}\n");
}

TEST(Usage, GlobalOptionsAreAcceptedBeforeAndAfterTheVerb) {
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
  EXPECT_EQ(run.err,
            "linkstat: INVALID_ARGUMENT INVALID_FIELD: observed.names[1] is empty or blank\n"
            "  observed.names[1]: is empty or blank\n");
}

TEST(Usage, EmptyOptionValueIsAValue) {
  const CliRun run = RunOffline({"details", "--first-name=", "--work-email", "a@b.example"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err,
            "linkstat: INVALID_ARGUMENT INVALID_FIELD: identity.first_name is empty or blank\n"
            "  identity.first_name: is empty or blank\n");
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

TEST(Usage, ClosedOutputIsRejectedBeforeAnyCall) {
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
