#include "tests/support/tls_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "absl/cleanup/cleanup.h"
#include "agent/base/file_descriptor.h"
#include "agent/tls/openssl.h"

namespace linkstat::test {
namespace {

using SslPtr = std::unique_ptr<SSL, tls::FreedBy<SSL_free>>;

FileDescriptor Connect(int port) {
  FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience = {30, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result =
      ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  return result == 0 ? std::move(socket) : FileDescriptor(-1);
}

tls::SslContextPtr ContextOf(const HandshakeOptions& options) {
  tls::SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), options.newest_version);
  // Below the usual level old versions have no cipher that OpenSSL would offer.
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  const unsigned char http2[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(context.get(), http2, sizeof(http2));
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const tls::CertificatePtr authority = tls::ParseCertificate(options.authority);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), authority.get());
  if (!options.identity.key.empty()) {
    SSL_CTX_use_certificate(context.get(),
                            tls::ParseCertificate(options.identity.certificate).get());
    SSL_CTX_use_PrivateKey(context.get(), tls::ParseKey(options.identity.key).get());
  }
  return context;
}

std::string LastError() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason == nullptr ? "the connection was closed" : reason;
}

std::string PemOf(X509* certificate) {
  const tls::BioPtr memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<size_t>(size)};
}

}  // namespace

TlsClient::TlsClient(const HandshakeOptions& options) : context_(ContextOf(options)) {}

HandshakeResult TlsClient::ShakeHands(int port) const {
  const absl::Cleanup clear_errors = [] { ERR_clear_error(); };
  HandshakeResult result;
  const FileDescriptor socket = Connect(port);
  const SslPtr ssl(SSL_new(context_.get()));
  SSL_set_fd(ssl.get(), socket.get());
  char first = 0;
  result.done =
      socket.valid() && SSL_connect(ssl.get()) == 1 && SSL_read(ssl.get(), &first, 1) == 1;
  if (!result.done) {
    result.error = LastError();
    return result;
  }
  result.version = SSL_get_version(ssl.get());
  result.certificate = PemOf(SSL_get0_peer_certificate(ssl.get()));
  return result;
}

}  // namespace linkstat::test
