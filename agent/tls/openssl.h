#ifndef LINKSTAT_AGENT_TLS_OPENSSL_H_
#define LINKSTAT_AGENT_TLS_OPENSSL_H_

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace linkstat::tls {

template <auto Free>
struct FreedBy {
  template <typename T>
  void operator()(T* value) const {
    Free(value);
  }
};

using BioPtr = std::unique_ptr<BIO, FreedBy<BIO_free>>;
using CertificatePtr = std::unique_ptr<X509, FreedBy<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX_free>>;

// The certificate of one PEM block; null when it is none.
CertificatePtr ParseCertificate(const std::string& block);

// The private key of one PEM block; null when it is none or wants a passphrase.
KeyPtr ParseKey(const std::string& block);

// The first and the last moment at which a certificate is valid.
absl::Time NotBefore(const X509& certificate);
absl::Time NotAfter(const X509& certificate);

// Whether OpenSSL would show these certificates in a handshake; it would not when
// a key or a signature is too weak for its security level.
bool IsStrongEnough(const std::vector<CertificatePtr>& chain);

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_OPENSSL_H_
