#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tests/client/run_cli.h"
#include "tests/support/files.h"

namespace linkstat {
namespace {

using ::linkstat::test::RunCli;

const std::vector<std::vector<std::string>> kVerbs = {{},
                                                      {"check"},
                                                      {"details"},
                                                      {"check-form"},
                                                      {"catalog", "show"},
                                                      {"catalog", "impact"},
                                                      {"find"},
                                                      {"account", "create"},
                                                      {"account", "get"},
                                                      {"account", "find"},
                                                      {"account", "list"},
                                                      {"account", "summary"},
                                                      {"account", "report"},
                                                      {"account", "delete"},
                                                      {"account", "watch"},
                                                      {"health"},
                                                      {"catalog", "diff"},
                                                      {"catalog", "validate"},
                                                      {"watch"},
                                                      {"completion"}};

std::set<std::string> OptionsIn(const std::string& text) {
  static const std::regex option("--[a-z]+(-[a-z]+)*");
  return {std::sregex_token_iterator(text.begin(), text.end(), option),
          std::sregex_token_iterator()};
}

std::string ManPage() {
  return absl::StrReplaceAll(test::ReadSourceFile("client/man/linkstat.1"), {{"\\-", "-"}});
}

TEST(ManPage, NamesTheOptionsThatHelpNames) {
  std::set<std::string> helped;
  for (std::vector<std::string> verb : kVerbs) {
    verb.emplace_back("--help");
    helped.merge(OptionsIn(RunCli(verb).out));
  }
  EXPECT_EQ(OptionsIn(ManPage()), helped);
}

TEST(ManPage, HasASectionForEveryVerb) {
  const std::string page = ManPage();
  for (const auto& verb : kVerbs) {
    if (verb.empty()) continue;
    const std::string heading = absl::StrCat(".SS ", absl::StrJoin(verb, " "));
    EXPECT_NE(page.find(heading), std::string::npos) << heading;
  }
}

}  // namespace
}  // namespace linkstat
