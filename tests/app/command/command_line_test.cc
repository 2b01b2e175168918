#include "agent/app/command/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "agent/app/command/settings_reference.h"
#include "tests/app/command/command_words.h"

namespace linkstat::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(CommandLine, ServesWithoutFlags) {
  const CommandLine command = ParseWords({});
  EXPECT_EQ(command.mode, Mode::kServe);
  EXPECT_THAT(command.flags, IsEmpty());
  EXPECT_EQ(command.config_file, "");
  EXPECT_THAT(command.faults, IsEmpty());
}

TEST(CommandLine, HasAFlagForEverySetting) {
  for (const Setting* setting : AllSettings()) {
    const CommandLine command = ParseWords({FlagOf(setting->name()) + "=x"});
    ASSERT_EQ(command.flags.size(), 1u) << setting->name();
    EXPECT_EQ(command.flags[0].setting, setting->name());
    EXPECT_THAT(command.flags[0].values, testing::ElementsAre("x"));
  }
}

TEST(CommandLine, TakesAValueAsAWordOfItsOwn) {
  const CommandLine command = ParseWords({"--drain-linger", "5s", "--config", "agent.textproto"});
  ASSERT_EQ(command.flags.size(), 1u);
  EXPECT_THAT(command.flags[0].values, testing::ElementsAre("5s"));
  EXPECT_EQ(command.config_file, "agent.textproto");
}

TEST(CommandLine, PrintsTheVersion) {
  const CommandLine command = ParseWords({"--version"});
  EXPECT_EQ(command.mode, Mode::kPrint);
  EXPECT_THAT(command.text, testing::MatchesRegex("linkstat-agent [0-9]+.[0-9]+.[0-9]+\n"));
}

TEST(CommandLine, PrintsHelpWithEverySetting) {
  const CommandLine command = ParseWords({"--help"});
  EXPECT_EQ(command.mode, Mode::kPrint);
  // How far the columns are apart is not looked at.
  const std::string text =
      absl::StrJoin(absl::StrSplit(command.text, absl::ByAnyChar(" \n"), absl::SkipEmpty()), " ");
  for (const Setting* setting : AllSettings()) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat(UsageOf(*setting), " ", HelpOf(*setting))));
  }
}

TEST(CommandLine, ChecksTheConfig) {
  EXPECT_EQ(ParseWords({"--check-config"}).mode, Mode::kCheckConfig);
}

TEST(CommandLine, ChecksHealthOfTheWholeLocalAgentByDefault) {
  const CommandLine command = ParseWords({"healthcheck"});
  EXPECT_EQ(command.mode, Mode::kHealthcheck);
  EXPECT_EQ(command.healthcheck.endpoint, "127.0.0.1:50051");
  EXPECT_EQ(command.healthcheck.service, "");
  EXPECT_EQ(command.healthcheck.timeout, absl::Seconds(1));
}

TEST(CommandLine, TakesTheOptionsOfHealthcheck) {
  const CommandLine command =
      ParseWords({"healthcheck", "--endpoint", "unix:/run/a",
                  "--service=linkstat.v1.LinkingService", "--timeout", "250ms"});
  EXPECT_THAT(command.faults, IsEmpty());
  EXPECT_EQ(command.healthcheck.endpoint, "unix:/run/a");
  EXPECT_EQ(command.healthcheck.service, "linkstat.v1.LinkingService");
  EXPECT_EQ(command.healthcheck.timeout, absl::Milliseconds(250));
}

TEST(CommandLine, RefusesATimeoutOfHealthcheckThatIsNone) {
  for (const char* timeout : {"5", "0s", "-1s", "2h", "inf"}) {
    const CommandLine command = ParseWords({"healthcheck", "--timeout", timeout});
    ASSERT_EQ(command.faults.size(), 1u) << timeout;
    EXPECT_EQ(command.faults[0].place, "--timeout");
  }
}

TEST(CommandLine, RefusesUnknownFlagsOfHealthcheck) {
  const CommandLine command = ParseWords({"healthcheck", "--turbo"});
  ASSERT_EQ(command.faults.size(), 1u);
  EXPECT_EQ(command.faults[0].place, "--turbo");
}

TEST(CommandLine, TakesTheTlsOptionsOfHealthcheck) {
  const CommandLine command = ParseWords({"healthcheck", "--tls", "--tls-ca=/a", "--tls-cert=/c",
                                          "--tls-key", "/k", "--tls-server-name=agent.example"});
  EXPECT_THAT(command.faults, IsEmpty());
  // The agent has a setting of the same name.
  EXPECT_THAT(command.flags, IsEmpty());
  EXPECT_TRUE(command.healthcheck.tls);
  EXPECT_EQ(command.healthcheck.tls_ca, "/a");
  EXPECT_EQ(command.healthcheck.tls_cert, "/c");
  EXPECT_EQ(command.healthcheck.tls_key, "/k");
  EXPECT_EQ(command.healthcheck.tls_server_name, "agent.example");
}

// The faults of a command line, as lines.
std::vector<std::string> FaultsOf(const std::vector<std::string>& words) {
  const CommandLine command = ParseWords(words);
  std::vector<std::string> lines;
  for (const SettingFault& fault : command.faults) lines.push_back(fault.place + " " + fault.text);
  return lines;
}

TEST(CommandLine, RefusesTlsOptionsOfHealthcheckThatDoNotBelongTogether) {
  EXPECT_THAT(FaultsOf({"healthcheck", "--tls-ca=/a", "--tls-server-name=a"}),
              testing::ElementsAre("--tls-ca needs --tls", "--tls-server-name needs --tls"));
  EXPECT_THAT(FaultsOf({"healthcheck", "--tls", "--tls-cert=/c"}),
              testing::ElementsAre("--tls-cert needs --tls-key"));
  EXPECT_THAT(FaultsOf({"healthcheck", "--tls", "--tls-key=/k"}),
              testing::ElementsAre("--tls-key needs --tls-cert"));
}

TEST(CommandLine, TakesABackupWithItsStoreBeforeOrAfter) {
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"--store", "sqlite:/a", "store", "backup", "/b"},
                                             {"store", "backup", "/b", "--store", "sqlite:/a"}}) {
    const CommandLine command = ParseWords(words);
    EXPECT_THAT(command.faults, IsEmpty());
    EXPECT_EQ(command.mode, Mode::kStore);
    EXPECT_EQ(command.store.verb, StoreCommand::Verb::kBackup);
    EXPECT_EQ(command.store.file, "/b");
    ASSERT_EQ(command.flags.size(), 1u);
    EXPECT_THAT(command.flags[0].values, testing::ElementsAre("sqlite:/a"));
  }
}

TEST(CommandLine, TakesACheckWithAndWithoutAFile) {
  EXPECT_EQ(ParseWords({"store", "check", "/b"}).store.file, "/b");
  const CommandLine command = ParseWords({"store", "check"});
  EXPECT_THAT(command.faults, IsEmpty());
  EXPECT_EQ(command.store.verb, StoreCommand::Verb::kCheck);
  EXPECT_EQ(command.store.file, "");
}

TEST(CommandLine, RefusesAStoreCommandThatIsNotWhole) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"store"}, "store must be followed by backup or check"},
      {{"store", "backup"}, "store backup needs a file"},
      {{"store", "backup", "/a", "/b"}, "command line unexpected argument"},
      {{"store", "check", "--fix"}, "--fix unknown flag"},
  };
  for (const auto& [words, fault] : cases) {
    const CommandLine command = ParseWords(words);
    ASSERT_EQ(command.faults.size(), 1u) << fault;
    EXPECT_EQ(command.faults[0].place + " " + command.faults[0].text, fault);
  }
}

}  // namespace
}  // namespace linkstat::app
