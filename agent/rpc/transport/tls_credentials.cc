#include "agent/rpc/transport/tls_credentials.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpcpp/version_info.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "agent/base/mutex.h"

namespace linkstat::rpc {
namespace {

// Gives gRPC the material at each handshake.
class Fetcher {
 public:
  explicit Fetcher(std::shared_ptr<const tls::CertificateHolder> slot) : slot_(std::move(slot)) {}

  grpc_ssl_client_certificate_request_type ClientCertificates() const {
    return slot_->Get()->client_ca.empty()
               ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
               : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  }

  static grpc_ssl_certificate_config_reload_status Fetch(
      void* self, grpc_ssl_server_certificate_config** config) {
    return static_cast<Fetcher*>(self)->Fetch(config);
  }

 private:
  grpc_ssl_certificate_config_reload_status Fetch(grpc_ssl_server_certificate_config** config) {
    const MutexLock lock(&mutex_);
    tls::TlsMaterialPtr newest = slot_->Get();
    if (newest == given_) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const grpc_ssl_pem_key_cert_pair pair = {newest->key.c_str(),
                                             newest->certificate_chain.c_str()};
    // gRPC requires authorities. Where callers need no certificate, it does not use them,
    // and any certificate will do.
    const std::string& authorities =
        newest->client_ca.empty() ? newest->certificate_chain : newest->client_ca;
    *config = grpc_ssl_server_certificate_config_create(authorities.c_str(), &pair, 1);
    given_ = std::move(newest);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  const std::shared_ptr<const tls::CertificateHolder> slot_;
  Mutex mutex_;
  tls::TlsMaterialPtr given_ ABSL_GUARDED_BY(mutex_);
};

grpc_server_credentials* CreateCredentials(Fetcher* fetcher) {
  return grpc_ssl_server_credentials_create_with_options(
      grpc_ssl_server_credentials_create_options_using_config_fetcher(fetcher->ClientCertificates(),
                                                                      &Fetcher::Fetch, fetcher));
}

// Until release 1.62 a grpc::ServerCredentials is an interface; from 1.63 on it owns
// its grpc_server_credentials, takes them in a protected constructor, and adds ports
// and releases them itself, as CredentialsBase does here.
#if GRPC_CPP_VERSION_MAJOR == 1 && GRPC_CPP_VERSION_MINOR < 63
class CredentialsBase : public grpc::ServerCredentials {
 public:
  ~CredentialsBase() override { grpc_server_credentials_release(credentials_); }

 protected:
  explicit CredentialsBase(grpc_server_credentials* credentials) : credentials_(credentials) {}
  grpc_server_credentials* c_creds() const { return credentials_; }

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  grpc_server_credentials* const credentials_;
};
#else
using CredentialsBase = grpc::ServerCredentials;
#endif

class TlsCredentials final : public CredentialsBase {
 public:
  // gRPC destroys the state of a processor with its credentials, which handshakes may use
  // after the server and this object are gone. So the fetcher is the state of a processor
  // that does not exist.
  explicit TlsCredentials(std::unique_ptr<Fetcher> fetcher)
      : CredentialsBase(CreateCredentials(fetcher.get())) {
    const auto destroy = [](void* state) { delete static_cast<Fetcher*>(state); };
    grpc_server_credentials_set_auth_metadata_processor(c_creds(),
                                                        {nullptr, destroy, fetcher.release()});
  }

  // Not supported: every method is the agent's own, and its interceptors decide on calls.
  void SetAuthMetadataProcessor(
      const std::shared_ptr<grpc::AuthMetadataProcessor>& /*processor*/) override {
    std::abort();
  }
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> TlsServerCredentials(
    std::shared_ptr<const tls::CertificateHolder> slot) {
  return std::make_shared<TlsCredentials>(std::make_unique<Fetcher>(std::move(slot)));
}

}  // namespace linkstat::rpc
