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
    const auto credentials = TlsServerCredentials(slot_);
    if (processor_ != nullptr) credentials->SetAuthMetadataProcessor(processor_);
    agent_.emplace(test::SnapshotOf(test::TestCatalog()), absl::Hours(1), credentials);
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
  std::shared_ptr<grpc::AuthMetadataProcessor> processor_;
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

TEST_F(TlsCredentialsTest, RefusesACallerWithoutACertificate) {
  Start();
  EXPECT_FALSE(ShakeHands({}).done);
  EXPECT_FALSE(ShakeHands({}, TLS1_2_VERSION).done);
}

TEST_F(TlsCredentialsTest, RefusesACallerOfAnotherAuthority) {
  Start();
  EXPECT_FALSE(ShakeHands(test::Authority("Authority").Issue({})).done);
}

TEST_F(TlsCredentialsTest, AsksForNoCertificateWithoutClientAuthorities) {
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

TEST_F(TlsCredentialsTest, AsksForCertificatesOfTheNewestAuthorities) {
  Start();
  const test::Authority other("Other");
  folder_.Write(folder_.paths().client_ca, other.certificate());
  slot_->Set(Read());
  EXPECT_FALSE(ShakeHands(client_).done);
  EXPECT_TRUE(ShakeHands(other.Issue({})).done);
}

// What a doorkeeper saw of a caller.
struct Seen {
  std::string identity_name;
  bool authenticated = false;
  std::string common_name;
  std::vector<std::string> properties;
};

// Lets in who brings the password, and notes what it sees.
class Doorkeeper final : public grpc::AuthMetadataProcessor {
 public:
  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& metadata, grpc::AuthContext* context,
                       OutputMetadata* consumed, OutputMetadata*) override {
    Note(*context);
    const auto password = metadata.find("password");
    if (password == metadata.end()) return {grpc::StatusCode::PERMISSION_DENIED, "no password"};
    consumed->emplace("password", std::string(password->second.data(), password->second.size()));
    context->AddProperty("door", "front");
    return grpc::Status::OK;
  }

  Seen seen() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return seen_;
  }

 private:
  void Note(const grpc::AuthContext& context) {
    const std::lock_guard<std::mutex> lock(mutex_);
    seen_.identity_name = context.GetPeerIdentityPropertyName();
    seen_.authenticated = context.IsPeerAuthenticated();
    for (const grpc::string_ref& name : context.FindPropertyValues("x509_common_name")) {
      seen_.common_name.assign(name.data(), name.size());
    }
    for (const grpc::AuthProperty& property : context) {
      seen_.properties.emplace_back(property.first.data(), property.first.size());
    }
  }

  mutable std::mutex mutex_;
  Seen seen_;
};

TEST_F(TlsCredentialsTest, LetsAProcessorRefuseACall) {
  processor_ = std::make_shared<Doorkeeper>();
  Start();
  grpc::ClientContext context;
  const grpc::Status status = Call(context);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(status.error_message(), "no password");
}

TEST_F(TlsCredentialsTest, LetsAProcessorLetACallInAndSeeItsCaller) {
  const auto doorkeeper = std::make_shared<Doorkeeper>();
  processor_ = doorkeeper;
  Start();
  grpc::ClientContext context;
  context.AddMetadata("password", "sesame");
  EXPECT_TRUE(Call(context).ok());
  const Seen seen = doorkeeper->seen();
  EXPECT_EQ(seen.identity_name, "x509_subject_alternative_name");
  EXPECT_TRUE(seen.authenticated);
  EXPECT_EQ(seen.common_name, "client");
  EXPECT_THAT(seen.properties, testing::Contains("peer_spiffe_id"));
}

}  // namespace
}  // namespace linkstat::rpc
