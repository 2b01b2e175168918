#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "linkstat/client.h"
#include "tests/support/status_details.h"

namespace linkstat {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> FaultsOf(const ClientOptions& options) {
  return test::ViolationsOf(Client::Create(options).status());
}

TEST(ClientOptions, DefaultsAreFine) { EXPECT_TRUE(Client::Create({}).ok()); }

TEST(ClientOptions, EveryFaultIsReportedAtOnce) {
  ClientOptions options;
  options.endpoint = "";
  options.timeout = absl::ZeroDuration();
  options.max_attempts = 6;
  EXPECT_THAT(FaultsOf(options), ElementsAre("endpoint is empty", "timeout is not positive",
                                             "max_attempts is not between 1 and 5"));
}

TEST(ClientOptions, NoAttemptIsTooFew) {
  ClientOptions options;
  options.max_attempts = 0;
  EXPECT_THAT(FaultsOf(options), ElementsAre("max_attempts is not between 1 and 5"));
}

TEST(ClientOptions, TlsSettingsNeedTls) {
  ClientOptions options;
  options.tls_server_name = "agent.example";
  EXPECT_THAT(FaultsOf(options), ElementsAre("tls_server_name is set, but tls is off"));
}

TEST(ClientOptions, CertificateAndKeyGoTogether) {
  ClientOptions options;
  options.tls = true;
  options.tls_cert_file = "/nonexistent/cert.pem";
  EXPECT_THAT(FaultsOf(options),
              ElementsAre("tls_key_file is absent; certificate and key go together",
                          "tls_cert_file cannot be used: the file cannot be read: No such file or "
                          "directory"));
}

TEST(ClientOptions, FileWithoutPemIsAFault) {
  const std::string path = testing::TempDir() + "/client_options_test_ca.pem";
  std::ofstream(path) << "no certificate\n";
  ClientOptions options;
  options.tls = true;
  options.tls_ca_file = path;
  EXPECT_THAT(FaultsOf(options), ElementsAre("tls_ca_file contains no PEM"));
}

TEST(ClientOptions, ErrorNamesNoPath) {
  ClientOptions options;
  options.tls = true;
  options.tls_ca_file = "/nonexistent/ca.pem";
  EXPECT_EQ(Client::Create(options).status().message(),
            "tls_ca_file cannot be used: the file cannot be read: No such file or directory");
}

}  // namespace
}  // namespace linkstat
