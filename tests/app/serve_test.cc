#include "agent/app/serve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <sstream>
#include <thread>

#include "agent/app/command/healthcheck.h"
#include "agent/app/config/check_settings.h"
#include "agent/app/exit_codes.h"
#include "agent/catalog/load.h"
#include "agent/telemetry/log_writer.h"
#include "grpcpp/create_channel.h"
#include "nlohmann/json.hpp"
#include "tests/support/captured_log.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/raw_call.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tls_folder.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using testing::HasSubstr;

AgentConfig QuickConfig() {
  AgentConfig config = test::ParseProto<AgentConfig>(R"pb(
    listen: "127.0.0.1:0"
    catalog_poll_interval { seconds: 3600 }
    drain_linger {}
    drain_deadline { seconds: 30 }
  )pb");
  FillDefaults(config);
  return config;
}

// The agent in a thread of its own, which takes the signals sent to it.
class Agent {
 public:
  explicit Agent(const AgentConfig& config)
      : thread_([this, config] {
          Signals signals;
          telemetry::LogWriter writer(&sink_);
          exit_code_ = Serve(config, signals, telemetry::Log({}, &writer), writer);
        }) {}

  const test::CapturedLog& log() const { return sink_; }
  void Send(int number) { pthread_kill(thread_.native_handle(), number); }

  int Join() {
    thread_.join();
    return exit_code_;
  }

 private:
  test::CapturedLog sink_;
  int exit_code_ = -1;
  std::thread thread_;
};

// For an agent that does not come up: its exit code.
int RefusedStart(const AgentConfig& config, test::CapturedLog& sink) {
  Signals signals;
  telemetry::LogWriter writer(&sink);
  return Serve(config, signals, telemetry::Log({}, &writer), writer);
}

std::string FieldOf(const std::string& line, const char* field) {
  return nlohmann::json::parse(line)[field];
}

TEST(Serve, LogsItsAddressServesAndStopsOnSigterm) {
  Agent agent(QuickConfig());
  HealthcheckOptions health;
  health.endpoint = FieldOf(agent.log().WaitFor("\"listening\""), "address");
  health.timeout = absl::Seconds(30);
  EXPECT_EQ(FieldOf(agent.log().WaitFor("\"serving\""), "revision"),
            catalog::EmbeddedCatalog()->revision());
  agent.log().WaitFor("\"accounts loaded\"");
  std::ostringstream out;
  EXPECT_EQ(Healthcheck(health, out), kExitOk);
  agent.Send(SIGTERM);
  EXPECT_EQ(agent.Join(), kExitOk);
  std::vector<std::string> messages;
  for (const std::string& line : agent.log().lines()) messages.push_back(FieldOf(line, "message"));
  // Loading runs in parallel, so its line may be anywhere.
  EXPECT_EQ(std::erase(messages, "accounts loaded"), 1);
  EXPECT_THAT(messages,
              testing::ElementsAre("linked accounts are kept in memory and end with the agent",
                                   "listening", "serving", "stopping", "stopped"));
}

TEST(Serve, LogsTheAddressOfItsMetrics) {
  AgentConfig config = QuickConfig();
  config.set_metrics_listen("localhost:0");
  Agent agent(config);
  EXPECT_THAT(FieldOf(agent.log().WaitFor("\"serving metrics\""), "address"),
              testing::MatchesRegex("127.0.0.1:[1-9][0-9]+"));
  agent.log().WaitFor("\"serving\"");
  agent.Send(SIGTERM);
  EXPECT_EQ(agent.Join(), kExitOk);
}

TEST(Serve, RefusesToStartWhereItsMetricsCannotBeServed) {
  AgentConfig config = QuickConfig();
  // Documentation's own address, which no machine has.
  config.set_metrics_listen("192.0.2.1:9");
  test::CapturedLog log;
  EXPECT_EQ(RefusedStart(config, log), kExitUnreachable);
  EXPECT_THAT(log.lines(), testing::Contains(HasSubstr("cannot serve metrics")));
}

TEST(Serve, CutsTheLingerShortForASecondSignal) {
  AgentConfig config = QuickConfig();
  config.mutable_drain_linger()->set_seconds(300);
  Agent agent(config);
  agent.log().WaitFor("\"serving\"");
  agent.Send(SIGTERM);
  agent.log().WaitFor("\"stopping\"");
  agent.Send(SIGTERM);
  EXPECT_EQ(agent.Join(), kExitOk);
}

TEST(Serve, ReloadsOnSighup) {
  const test::TemporaryFolder folder;
  AgentConfig config = QuickConfig();
  config.set_catalog(folder.File("catalog.textproto"));
  test::WriteBytes(config.catalog(), catalog::EmbeddedCatalogText());
  Agent agent(config);
  agent.log().WaitFor("\"serving\"");
  agent.Send(SIGHUP);
  EXPECT_THAT(agent.log().WaitFor("catalog loaded"),
              HasSubstr(catalog::EmbeddedCatalog()->revision()));
  agent.Send(SIGTERM);
  EXPECT_EQ(agent.Join(), kExitOk);
}

AgentConfig TlsConfig(const test::TlsFolder& folder) {
  AgentConfig config = QuickConfig();
  config.set_tls_certificate(folder.paths().certificate);
  config.set_tls_key(folder.paths().key);
  config.set_tls_client_ca(folder.paths().client_ca);
  config.mutable_tls_reload_interval()->set_seconds(3600);
  return config;
}

TEST(Serve, ReadsTheCertificateAgainOnSighup) {
  const test::Authority authority("Authority");
  const test::TlsFolder folder(authority);
  Agent agent(TlsConfig(folder));
  agent.log().WaitFor("\"serving\"");
  folder.Write(folder.paths().key, "no key");
  agent.Send(SIGHUP);
  EXPECT_EQ(FieldOf(agent.log().WaitFor("certificate fault"), "setting"), "tls_key");
  agent.log().WaitFor("the new certificate is refused; the one in service stays");
  folder.WriteIdentity(authority.Issue({}));
  agent.Send(SIGHUP);
  EXPECT_NE(FieldOf(agent.log().WaitFor("certificate reloaded"), "not_after"), "");
  agent.Send(SIGTERM);
  EXPECT_EQ(agent.Join(), kExitOk);
}

TEST(Serve, RefusesToStartWithABadCertificateAndLogsTheFaultsOfTheCatalogAsWell) {
  const test::TlsFolder folder{test::Authority("Authority")};
  folder.Write(folder.paths().key, "no key");
  AgentConfig config = TlsConfig(folder);
  config.set_catalog(folder.paths().client_ca);
  test::CapturedLog log;
  EXPECT_EQ(RefusedStart(config, log), kExitBadSettings);
  EXPECT_THAT(log.lines(), testing::IsSupersetOf({HasSubstr("holds no private key in PEM"),
                                                  HasSubstr("the certificate cannot be served"),
                                                  HasSubstr("the catalog cannot be served")}));
}

TEST(Serve, LogsThatTheCatalogInTheAgentIsNotReloaded) {
  Agent agent(QuickConfig());
  agent.log().WaitFor("\"serving\"");
  agent.Send(SIGHUP);
  agent.log().WaitFor("nothing to reload");
  agent.Send(SIGTERM);
  EXPECT_EQ(agent.Join(), kExitOk);
}

TEST(Serve, RefusesToStartWithABadCatalogAndLogsEveryFault) {
  const test::TemporaryFolder folder;
  AgentConfig config = QuickConfig();
  config.set_catalog(folder.File("catalog.textproto"));
  test::WriteBytes(config.catalog(), "one: 1\ntwo: 2\n");
  test::CapturedLog log;
  EXPECT_EQ(RefusedStart(config, log), kExitBadSettings);
  EXPECT_THAT(log.lines(), testing::IsSupersetOf({HasSubstr(":1:"), HasSubstr(":2:")}));
  EXPECT_THAT(log.lines(), testing::Not(testing::Contains(HasSubstr("listening"))));
}

TEST(Serve, RefusesToStartOnAFileThatIsNoDatabaseAndLeavesItAlone) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("accounts.db");
  const std::string text(5000, 'x');
  test::WriteBytes(path, text);
  AgentConfig config = QuickConfig();
  config.set_store("sqlite:" + path);
  test::CapturedLog log;
  EXPECT_EQ(RefusedStart(config, log), kExitBadSettings);
  EXPECT_EQ(FieldOf(log.WaitFor("the store cannot be opened"), "fault"),
            "the file is not a SQLite database");
  EXPECT_EQ(test::ReadBytes(path), text);
}

TEST(Serve, AnswersHealthAloneOnTheListenerForIt) {
  AgentConfig config = QuickConfig();
  config.set_health_listen("127.0.0.1:0");
  Agent agent(config);
  HealthcheckOptions health;
  health.endpoint = FieldOf(agent.log().WaitFor("\"listening for health checks\""), "address");
  health.service = "linkstat.v1.LinkingService";
  health.timeout = absl::Seconds(30);
  agent.log().WaitFor("\"serving\"");
  std::ostringstream out;
  EXPECT_EQ(Healthcheck(health, out), kExitOk);
  const auto channel = grpc::CreateChannel(health.endpoint, grpc::InsecureChannelCredentials());
  EXPECT_EQ(test::RawCall(channel, "/linkstat.v1.CatalogService/GetCatalog", "").status().code(),
            absl::StatusCode::kUnimplemented);
  agent.Send(SIGTERM);
  EXPECT_EQ(agent.Join(), kExitOk);
}

// A second agent where `first` listens reports that and leaves it alone.
void ExpectTaken(Agent& first) {
  AgentConfig config = QuickConfig();
  config.set_listen(FieldOf(first.log().WaitFor("\"listening\""), "address"));
  test::CapturedLog log;
  EXPECT_EQ(RefusedStart(config, log), kExitUnreachable);
  EXPECT_THAT(log.WaitFor("cannot listen"), HasSubstr("the address is in use"));
  first.log().WaitFor("\"serving\"");
  first.Send(SIGTERM);
  EXPECT_EQ(first.Join(), kExitOk);
}

TEST(Serve, LogsThatItsPortIsInUse) {
  Agent first(QuickConfig());
  ExpectTaken(first);
}

TEST(Serve, DoesNotTakeAUnixSocketAwayFromAnotherAgent) {
  const test::TemporaryFolder folder;
  AgentConfig config = QuickConfig();
  config.set_listen("unix:" + folder.File("agent.sock"));
  Agent first(config);
  ExpectTaken(first);
}

}  // namespace
}  // namespace linkstat::app
