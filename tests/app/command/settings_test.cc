#include "agent/app/command/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "agent/app/config/module_options.h"
#include "tests/app/command/command_words.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using testing::IsEmpty;

// The faults of a command line of one word.
std::vector<std::string> FaultsOf(const std::string& word) {
  std::vector<std::string> told;
  const ConfigBuilder builder = ResolveSettings(ParseWords({word}));
  for (const SettingFault& fault : builder.faults())
    told.push_back(fault.place + ": " + fault.text);
  return told;
}

TEST(Settings, GiveOneCallerAShareOfTheCalls) {
  const AgentConfig config = ResolveSettings(ParseWords({"--max-calls=9"})).config();
  EXPECT_EQ(config.max_calls_per_caller(), 4u);
  EXPECT_EQ(config.max_streams_per_caller(), 1000u);
  EXPECT_EQ(ResolveSettings(ParseWords({"--max-calls=1"})).config().max_calls_per_caller(), 1u);
}

TEST(Settings, TakeTheValuesOfARepeatedFlagInPlaceOfThoseOfTheFile) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  test::WriteBytes(path, "reader: 'cn:file'");
  const ConfigBuilder builder =
      ResolveSettings(ParseWords({"--config", path, "--reader=cn:a", "--reader=cn:b"}));
  EXPECT_THAT(builder.config().reader(), testing::ElementsAre("cn:a", "cn:b"));
}

TEST(Settings, LetAnAgentThatRequiresCertificatesListenAnywhere) {
  EXPECT_THAT(ResolveSettings(ParseWords({"--listen=0.0.0.0:1", "--tls-certificate=/t",
                                          "--tls-key=/k", "--tls-client-ca=/a", "--reader=cn:a"}))
                  .faults(),
              IsEmpty());
}

TEST(Settings, HaveAModeForEveryUnixSocket) {
  for (const char* flag : {"--listen=unix:/s", "--health-listen=unix:/s"}) {
    EXPECT_EQ(ResolveSettings(ParseWords({flag})).config().unix_socket_mode(), "0660") << flag;
  }
}

TEST(Settings, LetHealthAloneListenForOtherMachines) {
  EXPECT_THAT(FaultsOf("--health-listen=0.0.0.0:50052"), IsEmpty());
}

TEST(Settings, LetFlagsGoBeforeTheFile) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  test::WriteBytes(path, "listen: '0.0.0.0:1' drain_linger { seconds: 7 } allow_insecure: true");
  const ConfigBuilder builder =
      ResolveSettings(ParseWords({"--config", path, "--listen", "127.0.0.1:2"}));
  EXPECT_THAT(builder.faults(), IsEmpty());
  EXPECT_EQ(builder.config().listen(), "127.0.0.1:2");
  EXPECT_EQ(builder.config().drain_linger().seconds(), 7);
  EXPECT_TRUE(builder.config().allow_insecure());
}

TEST(Settings, LetAFlagMendABadSettingOfTheFile) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  test::WriteBytes(path, "drain_linger { seconds: 999 }");
  EXPECT_THAT(ResolveSettings(ParseWords({"--config", path, "--drain-linger=1s"})).faults(),
              IsEmpty());
}

TEST(Settings, AreGivenBackByTheTextThatTheyArePrintedAs) {
  const AgentConfig config = ResolveSettings(ParseWords({"--drain-linger=3s"})).config();
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  test::WriteBytes(path, SettingsText(config));
  const ConfigBuilder again = ResolveSettings(ParseWords({"--config", path}));
  EXPECT_THAT(again.faults(), IsEmpty());
  EXPECT_THAT(again.config(), test::EqualsProto(config));
}

TEST(LogOptions, AreTextInColorOnATerminalOnlyByDefault) {
  using telemetry::LogStyle;
  const auto style = [](const char* format, bool is_terminal, bool no_color) {
    const auto config = ResolveSettings(ParseWords({"--log-format", format})).config();
    return LogOptionsOf(config, is_terminal, no_color).style;
  };
  EXPECT_EQ(style("auto", true, false), LogStyle::kColoredText);
  EXPECT_EQ(style("auto", true, true), LogStyle::kText);
  EXPECT_EQ(style("auto", false, false), LogStyle::kJson);
  EXPECT_EQ(style("json", true, false), LogStyle::kJson);
  EXPECT_EQ(style("text", false, false), LogStyle::kText);
  EXPECT_EQ(style("text", true, false), LogStyle::kColoredText);
}

TEST(LogOptions, HaveTheLevelOfTheSettings) {
  using telemetry::LogLevel;
  const auto least = [](const char* level) {
    const auto config = ResolveSettings(ParseWords({"--log-level", level})).config();
    return LogOptionsOf(config, false, false).least;
  };
  EXPECT_EQ(least("debug"), LogLevel::kDebug);
  EXPECT_EQ(least("info"), LogLevel::kInfo);
  EXPECT_EQ(least("warning"), LogLevel::kWarning);
  EXPECT_EQ(least("error"), LogLevel::kError);
}

// Opened like a file, it would keep the agent waiting for a writer.
TEST(Settings, AreNotReadFromAPipe) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(FaultsOf("--config=" + path),
              testing::ElementsAre("--config: " + path + ": not a regular file"));
}

TEST(Settings, AreNotReadFromAFileThatIsTooLarge) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  test::WriteBytes(path, std::string((1 << 20) + 1, '\n'));
  EXPECT_THAT(FaultsOf("--config=" + path),
              testing::ElementsAre("--config: " + path + ": the file is larger than 1 MiB"));
}

// Each wrong value costs another run of the parser over the file.
TEST(Settings, HaveABoundOnTheWrongValuesThatAreReported) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "max_calls: many\n";
  test::WriteBytes(path, text);
  const std::vector<std::string> faults = FaultsOf("--config=" + path);
  EXPECT_EQ(faults.size(), 101u);
  EXPECT_EQ(faults.back(), path + ": too many wrong values; the rest of the file was not checked");
}

}  // namespace
}  // namespace linkstat::app
