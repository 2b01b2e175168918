#include <gtest/gtest.h>

#include <fstream>

#include "linkstat/client.h"
#include "tests/client/fake_agent.h"
#include "tests/support/certificates.h"

namespace linkstat {
namespace {

using ::linkstat::test::FakeAgent;
using ::linkstat::test::Identity;
using ::linkstat::test::MakeIdentity;

// Requires a certificate of `client` from clients.
std::shared_ptr<grpc::ServerCredentials> ServerOf(const Identity& server, const Identity& client) {
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = client.certificate;
  options.pem_key_cert_pairs.push_back({server.key, server.certificate});
  return grpc::SslServerCredentials(options);
}

class ClientTls : public testing::Test {
 protected:
  ClientTls() : agent_(ServerOf(server_, client_)) {
    agent_.check_permissions = [](grpc::ServerContext&, const auto&, auto*) {
      return grpc::Status::OK;
    };
    options_.endpoint = agent_.endpoint();
    options_.max_attempts = 1;
    options_.tls = true;
    options_.tls_ca_file = FileOf("ca", server_.certificate);
    options_.tls_cert_file = FileOf("cert", client_.certificate);
    options_.tls_key_file = FileOf("key", client_.key);
    options_.tls_server_name = "agent.example";
  }

  static std::string FileOf(const std::string& name, const std::string& content) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string path = testing::TempDir() + "/client_tls_" + test->name() + "_" + name;
    std::ofstream(path) << content;
    return path;
  }

  absl::Status Call() const { return (*Client::Create(options_))->CheckPermissions({}).status(); }

  const Identity server_ = MakeIdentity("agent.example");
  const Identity client_ = MakeIdentity("client.example");
  FakeAgent agent_;
  ClientOptions options_;
};

TEST_F(ClientTls, BothSidesShowTheirCertificates) { EXPECT_EQ(Call(), absl::OkStatus()); }

TEST_F(ClientTls, AgentOfAnotherNameIsRefused) {
  options_.tls_server_name = "other.example";
  EXPECT_EQ(Call().code(), absl::StatusCode::kUnavailable);
}

TEST_F(ClientTls, AgentOfAnotherAuthorityIsRefused) {
  options_.tls_ca_file = FileOf("other", MakeIdentity("agent.example").certificate);
  EXPECT_EQ(Call().code(), absl::StatusCode::kUnavailable);
}

TEST_F(ClientTls, ClientWithoutACertificateIsRefused) {
  options_.tls_cert_file.clear();
  options_.tls_key_file.clear();
  EXPECT_EQ(Call().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace linkstat
