#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "agent/rpc/server.h"
#include "grpcpp/create_channel.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "tests/rpc/transport/tls_channel.h"
#include "tests/support/captured_log.h"
#include "tests/support/certificates.h"
#include "tests/support/test_catalog.h"

// What the interceptors take from a real connection: the caller's certificate and the peer.
namespace linkstat::rpc {
namespace {

class CallerTest : public testing::Test {
 protected:
  void Start(const InterceptorOptions& interceptors) {
    grpc::SslServerCredentialsOptions ssl(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    const test::Identity identity = authority_.Issue({});
    ssl.pem_root_certs = authority_.certificate();
    ssl.pem_key_cert_pairs.push_back({identity.key, identity.certificate});
    ServerOptions options;
    options.credentials = grpc::SslServerCredentials(ssl);
    options.interceptors = interceptors;
    ServerListeners listeners;
    listeners.main = *net::Listener::OpenTcp("127.0.0.1", 0);
    server_ = *Server::Start(options, std::move(listeners), &registry_, &log_);
  }

  // A connection of its own, of a caller with a certificate of this common name.
  std::unique_ptr<v1::CatalogService::Stub> Connect(const std::string& common_name) {
    test::CertificateOptions options;
    options.common_name = common_name;
    options.alternative_names = "";
    return v1::CatalogService::NewStub(
        test::TlsChannel("127.0.0.1:" + std::to_string(server_->port()), authority_.certificate(),
                         authority_.Issue(options)));
  }

  const test::Authority authority_{"authority"};
  test::CapturedLog sink_;
  telemetry::Log log_{telemetry::LogOptions(), &sink_};
  catalog::Registry registry_{test::SnapshotOf(test::TestCatalog())};
  std::unique_ptr<Server> server_;
};

std::chrono::system_clock::time_point Soon() {
  return std::chrono::system_clock::now() + std::chrono::seconds(30);
}

grpc::Status GetCatalog(v1::CatalogService::Stub& stub) {
  grpc::ClientContext context;
  context.set_deadline(Soon());
  v1::GetCatalogResponse response;
  return stub.GetCatalog(&context, {}, &response);
}

TEST_F(CallerTest, MayCallWhatTheNameOfItsCertificateIsGranted) {
  InterceptorOptions options;
  options.policy = std::make_shared<const access::Policy>(
      std::vector<access::Grant>{{access::Role::kReader, "cn:reader"}});
  Start(options);
  EXPECT_TRUE(GetCatalog(*Connect("reader")).ok());
  const grpc::Status refused = GetCatalog(*Connect("stranger"));
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(refused.error_message(), "the caller has no role that may call this");
}

// A WatchCatalog stream, until it goes.
struct Stream {
  explicit Stream(v1::CatalogService::Stub& stub) {
    context.set_deadline(Soon());
    reader = stub.WatchCatalog(&context, {});
  }
  ~Stream() { context.TryCancel(); }

  bool Opens() {
    v1::WatchCatalogResponse event;
    return reader->Read(&event);
  }

  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<v1::WatchCatalogResponse>> reader;
};

TEST_F(CallerTest, MayHaveSoManyStreamsOnEachConnection) {
  InterceptorOptions options;
  options.limits.streams_per_connection = 1;
  Start(options);
  const auto one = Connect("a"), other = Connect("a");
  Stream first(*one);
  EXPECT_TRUE(first.Opens());
  Stream second(*one), elsewhere(*other);
  ASSERT_FALSE(second.Opens());
  EXPECT_EQ(second.reader->Finish().error_message(),
            "the limit on this connection's open streams is reached; close one or open another "
            "connection");
  EXPECT_TRUE(elsewhere.Opens());
}

}  // namespace
}  // namespace linkstat::rpc
