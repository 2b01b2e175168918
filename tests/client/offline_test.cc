#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "agent/catalog/load.h"
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

std::string Revision(const std::string& catalog_file) {
  return catalog::LoadCatalogFile(catalog_file).snapshot->revision();
}

// The last line of an error about a revision.
std::string ServedRevision() {
  return absl::StrCat("  served_revision: ", Revision(test::SourcePath(test::kTestCatalogPath)),
                      "\n");
}

TEST(Offline, EmptyFileIsAnObservationOfNothing) {
  const CliRun run = RunOffline({"check", "-f", TemporaryFile("names", "\n\n")});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_THAT(run.out,
              StartsWith("verdict\tNOT_SATISFIED\t6 of 6 required permissions are missing.\n"));
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
  EXPECT_EQ(run.err, absl::StrCat("linkstat: FAILED_PRECONDITION REVISION_MISMATCH: the catalog "
                                  "served is not the one that the request expects\n",
                                  ServedRevision()));
}

TEST(Offline, FormWithPermissionsIsJudgedWhole) {
  const std::string file = TemporaryFile("form.json", R"({"Title": "Boss"})");
  const CliRun run =
      RunOffline({"check-form", file, "--permission", "Manage Employees", "--permission", "[a,b]"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.out, AllOf(HasSubstr("\nfield\tWRONG\tTitle\tService Account\tBoss\n"),
                             HasSubstr("\npermission\tGRANTED\tManage Employees\trequired\n"),
                             HasSubstr("\nunrecognized\t[a,b]\t\n")));
}

TEST(Offline, FormWithoutObservationIsIndeterminate) {
  EXPECT_EQ(RunOffline({"check-form", "-"}, "{}").code, 4);
}

TEST(Offline, DetailsAreADocument) {
  EXPECT_THAT(RunOffline({"details", "--first-name", "Ada"}).out,
              HasSubstr("\n   3. First Name: Ada\n"));
  EXPECT_THAT(RunOffline({"details", "--format", "html"}).out, StartsWith("<!DOCTYPE html>"));
}

TEST(Offline, DetailsAsJsonHoldADocumentWhenAFormatIsGiven) {
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
  EXPECT_EQ(run.err,
            "linkstat: NOT_FOUND DATA_DOMAIN_NOT_FOUND: the catalog has no data domain of this "
            "name\n");
}

TEST(Offline, EveryFaultOfTheCatalogIsReported) {
  const std::string file =
      TemporaryFile("bad.textproto", "nonsense: 1\n" + CatalogText() + "odd: 2");
  const CliRun run = RunCli({"--catalog", file, "check"});
  EXPECT_EQ(run.code, 2);
  const std::string fault = "the schema has no field of this name here; correct or remove it";
  const int last = 2 + static_cast<int>(absl::c_count(CatalogText(), '\n'));
  EXPECT_EQ(run.err, absl::StrCat("linkstat: INVALID_ARGUMENT INVALID_FIELD: catalog (line 1) ",
                                  fault, " (and 1 more invalid field)\n  catalog (line 1): ", fault,
                                  "\n  catalog (line ", last, "): ", fault, "\n"));
}

TEST(Offline, ShownCatalogIsAValidFileOfTheSameRevision) {
  const CliRun shown = RunOffline({"catalog", "show"});
  const CliRun valid = RunCli({"catalog", "validate", "-"}, shown.out);
  EXPECT_EQ(valid.code, 0) << valid.out;
  const std::string revision = Revision(test::SourcePath(test::kTestCatalogPath));
  EXPECT_EQ(valid.out, absl::StrCat("valid\t", revision, "\n"));
  EXPECT_THAT(shown.out, StartsWith(absl::StrCat("# revision: ", revision, "\n")));
}

TEST(Offline, ValidatePrintsFileAndLine) {
  const std::string file = TemporaryFile("bad.textproto", "nonsense: 1\n" + CatalogText());
  const CliRun run = RunCli({"catalog", "validate", file});
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.out,
            file + ":1: the schema has no field of this name here; correct or remove it\n");
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(Offline, FileThatCannotBeReadIsBadInput) {
  const CliRun run = RunCli({"catalog", "validate", "/nonexistent/x"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_EQ(run.err,
            "linkstat: INVALID_ARGUMENT INVALID_FIELD: catalog cannot be read: No such file or "
            "directory\n  catalog: cannot be read: No such file or directory\n");
}

TEST(Offline, TwoFilesAreComparedWithoutAnAgent) {
  const std::string before = test::SourcePath(test::kTestCatalogPath);
  const std::string after =
      TemporaryFile("after.textproto",
                    absl::StrReplaceAll(CatalogText(),
                                        {{"label: \"Run Payments\"", "label: \"Make Payments\""}}));
  const CliRun run = RunCli({"catalog", "diff", before, after});
  EXPECT_EQ(run.code, 1) << run.err;
  EXPECT_EQ(run.out,
            absl::StrCat("diff\tCHANGED\t1 difference.\n"
                         "change\tCHANGED\tunneeded_permissions/run-payments\tMake Payments\n"
                         "changed-field\tunneeded_permissions/run-payments\tlabel\tRun Payments\t"
                         "Make Payments\n",
                         "from\t", Revision(before), "\nto\t", Revision(after), "\n"));
}

TEST(Offline, ServedIsTheCatalogFile) {
  const CliRun run = RunOffline({"catalog", "diff", "served", "served"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.out, StartsWith("diff\tSAME\t"));
}

TEST(Offline, RevisionThatIsNotKeptIsBadInput) {
  const CliRun run = RunOffline({"catalog", "show", "--revision", std::string(32, '0')});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err,
            absl::StrCat("linkstat: FAILED_PRECONDITION REVISION_NOT_KEPT: this agent does "
                         "not keep the requested revision\n",
                         ServedRevision()));
}

}  // namespace
}  // namespace linkstat
