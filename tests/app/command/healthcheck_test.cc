#include "agent/app/command/healthcheck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/time/clock.h"
#include "agent/app/exit_codes.h"
#include "agent/rpc/transport/tls_credentials.h"
#include "agent/tls/judge.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_catalog.h"
#include "tests/support/tls_folder.h"

namespace linkstat::app {
namespace {

class HealthcheckTest : public testing::Test {
 protected:
  int Run(const std::string& service) {
    HealthcheckOptions options;
    options.endpoint = agent_.address();
    options.service = service;
    options.timeout = absl::Seconds(30);
    return Healthcheck(options, out_);
  }

  test::InProcessAgent agent_{test::SnapshotOf(test::TestCatalog())};
  std::ostringstream out_;
};

TEST_F(HealthcheckTest, ReportsServing) {
  agent_.server().SetServing(true);
  EXPECT_EQ(Run(""), kExitOk);
  EXPECT_EQ(out_.str(), "SERVING\n");
}

TEST_F(HealthcheckTest, ReportsNotServing) {
  EXPECT_EQ(Run("linkstat.v1.LinkingService"), kExitNotServing);
  EXPECT_EQ(out_.str(), "NOT_SERVING\n");
}

TEST_F(HealthcheckTest, ReportsAnUnknownService) {
  EXPECT_EQ(Run("linkstat.v1.Nothing"), kExitNotServing);
  EXPECT_EQ(out_.str(), "SERVICE_UNKNOWN\n");
}

class HealthcheckTlsTest : public testing::Test {
 protected:
  HealthcheckTlsTest() {
    folder_.WriteIdentity(authority_.Issue({}));
    const auto material = tls::ReadTlsMaterial(folder_.paths(), absl::Now()).material;
    agent_.emplace(test::SnapshotOf(test::TestCatalog()), absl::Hours(1),
                   rpc::TlsServerCredentials(std::make_shared<tls::CertificateHolder>(material)));
    agent_->server().SetServing(true);
    options_ = {.endpoint = agent_->address(),
                .timeout = absl::Seconds(30),
                .tls = true,
                .tls_ca = folder_.paths().client_ca,
                .tls_cert = folder_.paths().certificate,
                .tls_key = folder_.paths().key,
                .tls_server_name = "agent.example"};
  }

  const test::Authority authority_{"Authority"};
  const test::TlsFolder folder_{authority_};
  std::optional<test::InProcessAgent> agent_;
  HealthcheckOptions options_;
  std::ostringstream out_;
};

TEST_F(HealthcheckTlsTest, ShowsItsCertificate) {
  EXPECT_EQ(Healthcheck(options_, out_), kExitOk);
  EXPECT_EQ(out_.str(), "SERVING\n");
}

TEST_F(HealthcheckTlsTest, DoesNotTrustAnAgentOfAnotherName) {
  options_.tls_server_name = "other.example";
  EXPECT_EQ(Healthcheck(options_, out_), kExitUnreachable);
}

TEST_F(HealthcheckTlsTest, ReportsEveryFileThatCannotBeRead) {
  options_.tls_ca += ".none";
  options_.tls_key += ".none";
  EXPECT_EQ(Healthcheck(options_, out_), kExitBadSettings);
  EXPECT_EQ(out_.str(),
            "--tls-ca: the file cannot be read: No such file or directory\n"
            "--tls-key: the file cannot be read: No such file or directory\n");
}

TEST(Healthcheck, ReportsAnAgentThatCannotBeReached) {
  const test::TemporaryFolder folder;
  HealthcheckOptions options;
  options.endpoint = "unix:" + folder.File("agent.sock");
  std::ostringstream out;
  EXPECT_EQ(Healthcheck(options, out), kExitUnreachable);
  EXPECT_THAT(out.str(), testing::StartsWith("UNREACHABLE: "));
}

}  // namespace
}  // namespace linkstat::app
