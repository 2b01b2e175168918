#include "agent/app/command/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "agent/app/config/log_settings.h"
#include "tests/app/command/command_words.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using test::EqualsTextProto;
using testing::IsEmpty;

// What is told of a command line of one word.
std::vector<std::string> FaultsOf(const std::string& word) {
  std::vector<std::string> told;
  const ConfigBuilder draft = ResolveSettings(ParseWords({word}));
  for (const SettingFault& fault : draft.faults()) told.push_back(fault.place + ": " + fault.text);
  return told;
}

TEST(Settings, HaveTheDefaultsOfTheSchema) {
  const ConfigBuilder draft = ResolveSettings(ParseWords({}));
  EXPECT_THAT(draft.faults(), IsEmpty());
  EXPECT_THAT(draft.config(), EqualsTextProto(R"pb(
                listen: "127.0.0.1:50051"
                allow_insecure: false
                log_level: LOG_LEVEL_INFO
                log_format: LOG_FORMAT_AUTO
                drain_linger { nanos: 500000000 }
                drain_deadline { seconds: 10 }
                watch_keep_alive { seconds: 30 }
                store: "memory"
                observation_tolerance { seconds: 300 }
                call_log_level: LOG_LEVEL_DEBUG
                max_calls: 1000
                max_calls_per_caller: 500
                max_streams: 10000
                max_streams_per_caller: 1000
                max_calls_per_connection: 32
                max_connections: 10000
                handshake_timeout { seconds: 10 }
                connection_idle { seconds: 900 }
                connection_age_grace { seconds: 30 }
              )pb"));
}

TEST(Settings, TakeEveryFlag) {
  const ConfigBuilder draft = ResolveSettings(ParseWords({"--listen=[::]:1",
                                                          "--allow-insecure",
                                                          "--catalog=/c",
                                                          "--catalog-poll-interval=1m",
                                                          "--log-level=warning",
                                                          "--log-format=text",
                                                          "--drain-linger=0",
                                                          "--drain-deadline=2.5s",
                                                          "--watch-keep-alive=100ms",
                                                          "--store=sqlite:/s",
                                                          "--work-email-domain=links.example.com",
                                                          "--work-email-prefix=link",
                                                          "--first-name=Integration",
                                                          "--observation-tolerance=0",
                                                          "--call-log-level=info",
                                                          "--max-calls=9",
                                                          "--max-calls-per-caller=8",
                                                          "--max-streams=7",
                                                          "--max-streams-per-caller=6",
                                                          "--max-calls-per-connection=5",
                                                          "--event-loops=3",
                                                          "--metrics-listen=[::1]:9090",
                                                          "--tls-certificate=/c",
                                                          "--tls-key=/k",
                                                          "--tls-client-ca=/a",
                                                          "--tls-reload-interval=1s",
                                                          "--reader=cn:a",
                                                          "--reader=cn:b",
                                                          "--reporter=dns:c",
                                                          "--admin=spiffe://d/e",
                                                          "--audit=file:/l",
                                                          "--audit-max-mib=5",
                                                          "--audit-files=4",
                                                          "--audit-scope=changes",
                                                          "--audit-failure=continue",
                                                          "--unix-socket-mode=0600",
                                                          "--health-listen=unix:/h",
                                                          "--max-connections=7",
                                                          "--handshake-timeout=100ms",
                                                          "--connection-idle=24h",
                                                          "--connection-age=1s",
                                                          "--connection-age-grace=0"}));
  EXPECT_THAT(draft.faults(), IsEmpty());
  EXPECT_THAT(draft.config(), EqualsTextProto(R"pb(
                listen: "[::]:1"
                allow_insecure: true
                catalog: "/c"
                catalog_poll_interval { seconds: 60 }
                log_level: LOG_LEVEL_WARNING
                log_format: LOG_FORMAT_TEXT
                drain_linger {}
                drain_deadline { seconds: 2 nanos: 500000000 }
                watch_keep_alive { nanos: 100000000 }
                store: "sqlite:/s"
                work_email_domain: "links.example.com"
                work_email_prefix: "link"
                first_name: "Integration"
                observation_tolerance {}
                call_log_level: LOG_LEVEL_INFO
                max_calls: 9
                max_calls_per_caller: 8
                max_streams: 7
                max_streams_per_caller: 6
                max_calls_per_connection: 5
                event_loops: 3
                metrics_listen: "[::1]:9090"
                tls_certificate: "/c"
                tls_key: "/k"
                tls_client_ca: "/a"
                tls_reload_interval { seconds: 1 }
                reader: "cn:a"
                reader: "cn:b"
                reporter: "dns:c"
                admin: "spiffe://d/e"
                audit: "file:/l"
                audit_max_mib: 5
                audit_files: 4
                audit_scope: AUDIT_SCOPE_CHANGES
                audit_failure: AUDIT_FAILURE_CONTINUE
                unix_socket_mode: "0600"
                health_listen: "unix:/h"
                max_connections: 7
                handshake_timeout { nanos: 100000000 }
                connection_idle { seconds: 86400 }
                connection_age { seconds: 1 }
                connection_age_grace {}
              )pb"));
}

TEST(Settings, ReadACertificateAgainNowAndThen) {
  const ConfigBuilder draft = ResolveSettings(ParseWords({"--tls-certificate=/t", "--tls-key=/k"}));
  EXPECT_THAT(draft.faults(), IsEmpty());
  EXPECT_EQ(draft.config().tls_reload_interval().seconds(), 10);
}

TEST(Settings, LetAnAgentThatAsksForCertificatesListenAnywhere) {
  EXPECT_THAT(ResolveSettings(ParseWords({"--listen=0.0.0.0:1", "--tls-certificate=/t",
                                          "--tls-key=/k", "--tls-client-ca=/a", "--reader=cn:a"}))
                  .faults(),
              IsEmpty());
}

TEST(Settings, HaveAPrefixForTheEmailsOfADomain) {
  const ConfigBuilder draft =
      ResolveSettings(ParseWords({"--work-email-domain=links.example.com"}));
  EXPECT_THAT(draft.faults(), IsEmpty());
  EXPECT_EQ(draft.config().work_email_prefix(), "linkstat");
}

TEST(Settings, HaveAModeForEveryUnixSocket) {
  for (const char* flag : {"--listen=unix:/s", "--health-listen=unix:/s"}) {
    EXPECT_EQ(ResolveSettings(ParseWords({flag})).config().unix_socket_mode(), "0660") << flag;
  }
}

TEST(Settings, LetHealthAloneStandOpenToOtherMachines) {
  EXPECT_THAT(FaultsOf("--health-listen=0.0.0.0:50052"), IsEmpty());
}

TEST(Settings, LetFlagsGoBeforeTheFile) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  test::WriteBytes(path, "listen: '0.0.0.0:1' drain_linger { seconds: 7 } allow_insecure: true");
  const ConfigBuilder draft =
      ResolveSettings(ParseWords({"--config", path, "--listen", "127.0.0.1:2"}));
  EXPECT_THAT(draft.faults(), IsEmpty());
  EXPECT_EQ(draft.config().listen(), "127.0.0.1:2");
  EXPECT_EQ(draft.config().drain_linger().seconds(), 7);
  EXPECT_TRUE(draft.config().allow_insecure());
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

TEST(LogOptions, AreTextInColorOnATerminalOnlyUnlessAskedForOtherwise) {
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

}  // namespace
}  // namespace linkstat::app
