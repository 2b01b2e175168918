#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "tests/client/run_cli.h"
#include "tests/support/files.h"

// The verbs on a catalog file, without an agent.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::RunCli;
using ::linkstat::test::RunOffline;
using ::linkstat::test::TemporaryFile;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string CatalogText() { return test::ReadSourceFile(test::kTestCatalogPath); }

TEST(Offline, EmptyFileIsAnObservationOfNothing) {
  const CliRun run = RunOffline({"check", "-f", TemporaryFile("names", "\n\n")});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, StartsWith("verdict\tNOT_SATISFIED\t6 of 6 "));
}

TEST(Offline, NoneIsTheSameObservation) {
  EXPECT_EQ(RunOffline({"check", "--none"}).out, RunOffline({"check", "-"}).out);
}

TEST(Offline, NamesFromFileInputAndArgumentsGiveOneAnswer) {
  const std::string from_arguments = RunOffline({"check", "Manage Employees", "Fly"}).out;
  EXPECT_EQ(RunOffline({"check", "-"}, "Manage Employees\r\nFly\r\n").out, from_arguments);
  EXPECT_EQ(RunOffline({"check", "-f", TemporaryFile("names", "Manage Employees\nFly")}).out,
            from_arguments);
  EXPECT_EQ(RunOffline({"check", "--file", "-"}, "Manage Employees\nFly").out, from_arguments);
}

TEST(Offline, OtherRevisionThanExpectedIsBadInput) {
  const CliRun run = RunOffline({"check", "--expected-revision", std::string(32, '0')});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(StartsWith("linkstat: FAILED_PRECONDITION REVISION_MISMATCH: "),
                             HasSubstr("  served_revision: ")));
}

TEST(Offline, FormWithPermissionsIsJudgedWhole) {
  const std::string file = TemporaryFile("form.json", R"({"Title": "Boss"})");
  const CliRun run = RunOffline({"check-form", file, "--permission", "Manage Employees",
                                 "--permission", "[a,b]", "--output", "json"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr("\"FIELD_STATE_WRONG\""), HasSubstr("\"[a,b]\""),
                             HasSubstr("\"PERMISSION_STATE_GRANTED\"")));
}

TEST(Offline, FormWithoutObservationIsIndeterminate) {
  EXPECT_EQ(RunOffline({"check-form", "-"}, "{}").code, 4);
}

TEST(Offline, DetailsAreADocument) {
  EXPECT_THAT(RunOffline({"details", "--first-name", "Ada"}).out, HasSubstr("Ada"));
  EXPECT_THAT(RunOffline({"details", "--format", "html"}).out, StartsWith("<!DOCTYPE html>"));
}

TEST(Offline, DetailsAsJsonHoldADocumentWhenOneIsAskedFor) {
  EXPECT_THAT(RunOffline({"details", "--output", "json", "--format", "markdown"}).out,
              HasSubstr("text/markdown"));
  EXPECT_THAT(RunOffline({"details", "--output", "json"}).out,
              testing::Not(HasSubstr("\"document\"")));
  EXPECT_EQ(RunOffline({"details", "--format", "json"}).out,
            RunOffline({"details", "--output", "json"}).out);
}

TEST(Offline, UnknownDomainIsBadInput) {
  const CliRun run = RunOffline({"find", "Payslips"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, StartsWith("linkstat: NOT_FOUND DATA_DOMAIN_NOT_FOUND: "));
}

TEST(Offline, EveryFaultOfTheCatalogIsTold) {
  const std::string file =
      TemporaryFile("bad.textproto", "nonsense: 1\n" + CatalogText() + "odd: 2");
  const CliRun run = RunCli({"--catalog", file, "check"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, AllOf(StartsWith("linkstat: INVALID_ARGUMENT INVALID_FIELD: catalog "),
                             HasSubstr("(line 1): ")));
}

TEST(Offline, ShownCatalogIsAValidFileOfTheSameRevision) {
  const CliRun shown = RunOffline({"catalog", "show"});
  const CliRun valid = RunCli({"catalog", "validate", "-"}, shown.out);
  EXPECT_EQ(valid.code, 0) << valid.out;
  EXPECT_THAT(shown.out, StartsWith("# revision: " + valid.out.substr(sizeof("valid"), 32)));
}

TEST(Offline, ValidateTellsFileLineAndEntry) {
  const std::string file = TemporaryFile("bad.textproto", "nonsense: 1\n" + CatalogText());
  const CliRun run = RunCli({"catalog", "validate", file});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, StartsWith(file + ":1:"));
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(Offline, FileThatCannotBeReadIsBadInput) {
  const CliRun run = RunCli({"catalog", "validate", "/nonexistent/x"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.out, IsEmpty());
}

TEST(Offline, TwoFilesAreComparedWithoutAnAgent) {
  const std::string before = test::SourcePath(test::kTestCatalogPath);
  const std::string after =
      TemporaryFile("after.textproto",
                    absl::StrReplaceAll(CatalogText(),
                                        {{"label: \"Run Payments\"", "label: \"Make Payments\""}}));
  const CliRun run = RunCli({"catalog", "diff", before, after});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out, HasSubstr("change\tCHANGED\tunneeded_permissions/run-payments\t"));
  EXPECT_THAT(run.out, HasSubstr("\tlabel\tRun Payments\tMake Payments\n"));
}

TEST(Offline, ServedIsTheCatalogFile) {
  const CliRun run = RunOffline({"catalog", "diff", "served", "served"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, StartsWith("diff\tSAME\t"));
}

TEST(Offline, RevisionThatIsNotKeptIsBadInput) {
  const CliRun run = RunOffline({"catalog", "show", "--revision", std::string(32, '0')});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.err, StartsWith("linkstat: FAILED_PRECONDITION REVISION_NOT_KEPT: "));
}

}  // namespace
}  // namespace linkstat
