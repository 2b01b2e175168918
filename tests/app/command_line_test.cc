#include "agent/app/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/app/command_words.h"

namespace linkstat::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(CommandLine, ServesWithoutFlags) {
  const CommandLine command = ParseWords({});
  EXPECT_EQ(command.mode, Mode::kServe);
  EXPECT_THAT(command.flags, IsEmpty());
  EXPECT_FALSE(command.config_file.has_value());
  EXPECT_THAT(command.faults, IsEmpty());
}

TEST(CommandLine, HasAFlagForEverySetting) {
  const auto* type = agent::v1::AgentConfig::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const CommandLine command = ParseWords({FlagOf(type->field(i)->name()) + "=x"});
    ASSERT_EQ(command.flags.size(), 1u) << type->field(i)->name();
    EXPECT_EQ(command.flags[0].setting, type->field(i)->name());
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
  const auto* type = agent::v1::AgentConfig::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    EXPECT_THAT(command.text, HasSubstr(FlagOf(type->field(i)->name())));
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
  const CommandLine command = ParseWords({"healthcheck", "--tls"});
  ASSERT_EQ(command.faults.size(), 1u);
  EXPECT_EQ(command.faults[0].place, "--tls");
}

}  // namespace
}  // namespace linkstat::app
