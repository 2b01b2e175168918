#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/client/run_cli.h"
#include "tests/support/files.h"

// What the hidden verb offers; tests/e2e/test_completion.py runs the scripts that call it
// in their shells.
namespace linkstat {
namespace {

using ::linkstat::test::CliRun;
using ::linkstat::test::RunCli;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// The lines for the last of `words`.
std::vector<std::string> Lines(std::vector<std::string> words) {
  words.insert(words.begin(), "__complete");
  const CliRun run = RunCli(words);
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.err, "");
  return absl::StrSplit(run.out, '\n', absl::SkipEmpty());
}

// The values without their descriptions.
std::vector<std::string> Offers(const std::vector<std::string>& words) {
  std::vector<std::string> values;
  for (const std::string& line : Lines(words)) values.push_back(line.substr(0, line.find('\t')));
  return values;
}

TEST(Completion, OffersVerbsWithTheirDescriptions) {
  EXPECT_THAT(Offers({""}), ElementsAre("check", "details", "check-form", "catalog", "find",
                                        "watch", "account", "health", "completion"));
  EXPECT_THAT(Lines({"comp"}), Contains("completion\tPrint a completion script for a shell"));
}

TEST(Completion, OffersVerbsWithoutAWord) { EXPECT_EQ(Offers({}), Offers({""})); }

TEST(Completion, OffersTheVerbsOfAGroupAfterGlobalOptions) {
  EXPECT_THAT(Offers({"--output", "json", "--tls", "catalog", ""}),
              ElementsAre("show", "validate", "diff", "impact"));
}

TEST(Completion, OffersTheOptionsOfAVerbAndTheGlobalOnes) {
  EXPECT_THAT(Offers({"check", "-"}), AllOf(Contains("--none"), Contains("-f"), Contains("--file"),
                                            Contains("--endpoint"), Not(Contains("--service"))));
}

TEST(Completion, OffersTheValuesOfAnOption) {
  EXPECT_THAT(Offers({"details", "--format", ""}), ElementsAre("text", "markdown", "html", "json"));
  EXPECT_THAT(Offers({"account", "list", "--state", ""}),
              ElementsAre("pending", "action_required", "ready", "relink_required"));
}

TEST(Completion, OffersTheValuesAfterAnEqualsSign) {
  EXPECT_THAT(Offers({"--output=j"}), ElementsAre("--output=text", "--output=json"));
}

TEST(Completion, TakesAnEqualsSignThatIsAWordOfItsOwn) {
  EXPECT_THAT(Offers({"--output", "=", "j"}), ElementsAre("text", "json"));
}

TEST(Completion, OffersTheWordsOfAnArgument) {
  EXPECT_THAT(Offers({"completion", ""}), ElementsAre("bash", "zsh", "fish"));
}

TEST(Completion, OffersNoMoreArgumentsThanAVerbTakes) {
  EXPECT_THAT(Lines({"completion", "bash", ""}), IsEmpty());
}

TEST(Completion, OffersTheLabelsOfPermissions) {
  const std::vector<std::string> labels = {
      "Edit Company Settings",         "Manage Employees",
      "View all employee information", "View basic employee information",
      "Upload and View all Documents", "View Invoices and Reporting"};
  EXPECT_EQ(Offers({"account", "list", "--missing", ""}), labels);
  EXPECT_EQ(Offers({"check-form", "form.json", "--permission", ""}), labels);
  EXPECT_EQ(Offers({"check", ""}), labels);
  EXPECT_EQ(Offers({"check", "--", "-"}), labels);
  EXPECT_EQ(Offers({"account", "report", "acme", "Manage Employees", ""}), labels);
  EXPECT_THAT(Lines({"check", ""}), Contains("Manage Employees\tmanage-employees"));
}

TEST(Completion, OffersTheLabelsOfDataDomains) {
  EXPECT_THAT(Lines({"find", ""}), Contains("Employee Census Report\temployee-census-report"));
}

TEST(Completion, OffersTheLabelsOfTheCatalogOnTheCommandLine) {
  const std::string catalog = test::TemporaryFile(
      "catalog", absl::StrReplaceAll(test::ReadSourceFile("agent/catalog/catalog.textproto"),
                                     {{"\"Manage Employees\"", "\"Manage All\""}}));
  EXPECT_THAT(Offers({"check", "--catalog", catalog, ""}),
              AllOf(Contains("Manage All"), Not(Contains("Manage Employees"))));
  EXPECT_EQ(Offers({"--catalog=" + catalog, "check", ""}),
            Offers({"check", "--catalog", catalog, ""}));
}

TEST(Completion, OffersNoLabelsOfACatalogThatCannotBeRead) {
  EXPECT_THAT(Lines({"check", "--catalog", "/nonexistent", ""}), IsEmpty());
}

TEST(Completion, OffersFilesWhereAFileIsMeant) {
  EXPECT_THAT(Lines({"check-form", ""}), ElementsAre("files"));
  EXPECT_THAT(Lines({"--catalog", ""}), ElementsAre("files"));
  EXPECT_THAT(Lines({"--catalog=x"}), ElementsAre("files"));
  EXPECT_THAT(Lines({"catalog", "diff", "served", ""}), ElementsAre("files"));
}

TEST(Completion, OffersNothingForAFreeValue) {
  EXPECT_THAT(Lines({"--endpoint", ""}), IsEmpty());
  EXPECT_THAT(Lines({"account", "get", ""}), IsEmpty());
  EXPECT_THAT(Lines({"check", "--account", ""}), IsEmpty());
  EXPECT_THAT(Lines({"account", "report", ""}), IsEmpty());
}

TEST(Completion, IsNotAmongTheVerbsThatHelpNames) {
  EXPECT_EQ(RunCli({"--help"}).out.find("__complete"), std::string::npos);
}

class CompletionScript : public testing::TestWithParam<std::string> {};

TEST_P(CompletionScript, IsPrinted) {
  EXPECT_EQ(RunCli({"completion", GetParam()}).out,
            test::ReadSourceFile("client/cli/completion/linkstat." + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Shells, CompletionScript, testing::Values("bash", "zsh", "fish"),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace linkstat
