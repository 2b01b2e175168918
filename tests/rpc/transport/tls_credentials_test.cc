#include "agent/rpc/transport/tls_credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <mutex>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "agent/tls/judge.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/rpc/transport/tls_channel.h"
#include "tests/support/in_process_agent.h"
#include "tests/support/test_catalog.h"
#include "tests/support/tls_client.h"
#include "tests/support/tls_folder.h"

namespace linkstat::rpc {
namespace {

using grpc::health::v1::Health;

class TlsCredentialsTest : public testing::Test {
 protected:
  tls::TlsMaterialPtr Read(bool with_client_ca = true) const {
    tls::TlsPaths paths = folder_.paths();
    if (!with_client_ca) paths.client_ca.clear();
    return tls::ReadTlsMaterial(paths, absl::Now()).material;
  }

  void Start(bool with_client_ca = true) {
    slot_ = std::make_shared<tls::CertificateHolder>(Read(with_client_ca));
    agent_.emplace(test::SnapshotOf(test::TestCatalog()), absl::Hours(1),
                   TlsServerCredentials(slot_));
  }

  test::HandshakeResult ShakeHands(const test::Identity& identity, int newest_version = 0) {
    return test::TlsClient({authority_.certificate(), identity, newest_version})
        .ShakeHands(agent_->server().port());
  }

  // A call over TLS with the client's certificate.
  grpc::Status Call(grpc::ClientContext& context) {
    const auto channel = test::TlsChannel(agent_->address(), authority_.certificate(), client_);
    grpc::health::v1::HealthCheckResponse response;
    return Health::NewStub(channel)->Check(&context, {}, &response);
  }

  const test::Authority authority_{"Authority"};
  const test::Identity client_ = authority_.Issue(
      {.common_name = "client", .alternative_names = "URI:spiffe://example/client"});
  test::TlsFolder folder_{authority_};
  std::shared_ptr<tls::CertificateHolder> slot_;
  std::optional<test::InProcessAgent> agent_;
};

TEST_F(TlsCredentialsTest, SpeaksTls13AndTls12) {
  Start();
  EXPECT_EQ(ShakeHands(client_).version, "TLSv1.3");
  EXPECT_EQ(ShakeHands(client_, TLS1_2_VERSION).version, "TLSv1.2");
}

TEST_F(TlsCredentialsTest, DoesNotSpeakTls11) {
  Start();
  const test::HandshakeResult result = ShakeHands(client_, TLS1_1_VERSION);
  EXPECT_FALSE(result.done);
  // The client said what it speaks, and the agent hung up.
  EXPECT_EQ(result.error, "unexpected eof while reading");
}

TEST_F(TlsCredentialsTest, RejectsACallerWithoutACertificate) {
  Start();
  EXPECT_FALSE(ShakeHands({}).done);
  EXPECT_FALSE(ShakeHands({}, TLS1_2_VERSION).done);
}

TEST_F(TlsCredentialsTest, RejectsACallerOfAnotherAuthority) {
  Start();
  EXPECT_FALSE(ShakeHands(test::Authority("Authority").Issue({})).done);
}

TEST_F(TlsCredentialsTest, RequestsNoCertificateWithoutClientAuthorities) {
  Start(/*with_client_ca=*/false);
  EXPECT_TRUE(ShakeHands({}).done);
}

TEST_F(TlsCredentialsTest, ShowsTheNewestMaterial) {
  Start();
  EXPECT_EQ(ShakeHands(client_).certificate, test::ReadBytes(folder_.paths().certificate));
  for (int i = 0; i < 3; ++i) {
    const test::Identity fresh = authority_.Issue({});
    folder_.WriteIdentity(fresh);
    slot_->Set(Read());
    EXPECT_EQ(ShakeHands(client_).certificate, fresh.certificate);
    EXPECT_EQ(ShakeHands(client_).certificate, fresh.certificate);
  }
}

TEST_F(TlsCredentialsTest, RequestsCertificatesOfTheNewestAuthorities) {
  Start();
  const test::Authority other("Other");
  folder_.Write(folder_.paths().client_ca, other.certificate());
  slot_->Set(Read());
  EXPECT_FALSE(ShakeHands(client_).done);
  EXPECT_TRUE(ShakeHands(other.Issue({})).done);
}

}  // namespace
}  // namespace linkstat::rpc
