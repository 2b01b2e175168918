#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/client/run_cli.h"

namespace linkstat {
namespace {

using ::linkstat::test::RunCli;
using ::linkstat::test::TemporaryFile;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::string Script(const std::string& shell) { return RunCli({"completion", shell}).out; }

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

// What bash offers for the last of `words`.
std::vector<std::string> BashOffers(const std::vector<std::string>& words) {
  const std::string script =
      TemporaryFile("completion.bash",
                    absl::StrCat(Script("bash"), "\nCOMP_WORDS=('", absl::StrJoin(words, "' '"),
                                 "')\nCOMP_CWORD=", words.size() - 1,
                                 "\n_linkstat\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"));
  const std::unique_ptr<std::FILE, ClosePipe> pipe(
      popen(absl::StrCat("bash '", script, "' 2>&1").c_str(), "r"));
  std::string output;
  char buffer[4096];
  while (const size_t size = std::fread(buffer, 1, sizeof(buffer), pipe.get())) {
    output.append(buffer, size);
  }
  return absl::StrSplit(output, '\n', absl::SkipEmpty());
}

TEST(BashCompletion, OffersVerbs) {
  EXPECT_THAT(BashOffers({"linkstat", "c"}),
              UnorderedElementsAre("check", "check-form", "catalog", "completion"));
  EXPECT_THAT(
      BashOffers({"linkstat", "account", ""}),
      IsSupersetOf({"create", "get", "find", "list", "summary", "report", "delete", "watch"}));
}

TEST(BashCompletion, OffersTheVerbsOfAGroup) {
  EXPECT_THAT(BashOffers({"linkstat", "--output", "json", "catalog", "v"}),
              UnorderedElementsAre("validate"));
}

TEST(BashCompletion, OffersTheOptionsOfAVerbAndTheGlobalOnes) {
  EXPECT_THAT(BashOffers({"linkstat", "check", "--"}),
              AllOf(Contains("--none"), Contains("--endpoint"), Not(Contains("--service"))));
}

TEST(BashCompletion, OffersTheValuesOfAnOption) {
  EXPECT_THAT(BashOffers({"linkstat", "details", "--format", ""}),
              UnorderedElementsAre("text", "markdown", "html", "json"));
}

TEST(BashCompletion, OffersTheWordsOfAnArgument) {
  EXPECT_THAT(BashOffers({"linkstat", "completion", ""}),
              AllOf(Contains("bash"), Contains("zsh"), Contains("fish")));
}

TEST(BashCompletion, OffersFilesWhereAFileIsMeant) {
  const std::string file = TemporaryFile("form.json", "{}");
  EXPECT_THAT(BashOffers({"linkstat", "check-form", file.substr(0, file.size() - 2)}),
              UnorderedElementsAre(file));
  EXPECT_THAT(BashOffers({"linkstat", "--catalog", file.substr(0, file.size() - 2)}),
              UnorderedElementsAre(file));
}

TEST(BashCompletion, OffersNothingForAFreeValue) {
  EXPECT_THAT(BashOffers({"linkstat", "--endpoint", ""}), testing::IsEmpty());
}

TEST(ZshCompletion, KnowsVerbsOptionsAndValues) {
  EXPECT_THAT(Script("zsh"),
              AllOf(HasSubstr("#compdef linkstat\n"),
                    HasSubstr("'check:Judge the permissions that were observed'"),
                    HasSubstr("_linkstat_catalog_validate() {"),
                    HasSubstr("'--format[How the guide looks (default\\: text)]:value:(text "
                              "markdown html json)'"),
                    HasSubstr("'--catalog[Answer from this catalog file, without an "
                              "agent]:value:_files'")));
}

TEST(FishCompletion, KnowsVerbsOptionsAndValues) {
  EXPECT_THAT(
      Script("fish"),
      AllOf(HasSubstr("complete -c linkstat -l output -x -a 'text json'"),
            HasSubstr("complete -c linkstat -n '__fish_seen_subcommand_from catalog; and not "
                      "__fish_seen_subcommand_from show validate diff impact' -a show"),
            HasSubstr("complete -c linkstat -n '__fish_seen_subcommand_from check' -s f -l file "
                      "-r -F")));
}

}  // namespace
}  // namespace linkstat
