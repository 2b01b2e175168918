#include "agent/tls/openssl.h"

#include <openssl/pem.h>

#include <ctime>

namespace linkstat::tls {
namespace {

BioPtr Reading(const std::string& text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// OpenSSL would prompt for a passphrase on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Time TimeOf(const ASN1_TIME* time) {
  tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

}  // namespace

CertificatePtr ParseCertificate(const std::string& block) {
  return CertificatePtr(PEM_read_bio_X509(Reading(block).get(), nullptr, NoPassphrase, nullptr));
}

KeyPtr ParseKey(const std::string& block) {
  return KeyPtr(PEM_read_bio_PrivateKey(Reading(block).get(), nullptr, NoPassphrase, nullptr));
}

absl::Time NotBefore(const X509& certificate) { return TimeOf(X509_get0_notBefore(&certificate)); }

absl::Time NotAfter(const X509& certificate) { return TimeOf(X509_get0_notAfter(&certificate)); }

bool IsStrongEnough(const std::vector<CertificatePtr>& chain) {
  const SslContextPtr context(SSL_CTX_new(TLS_server_method()));
  if (SSL_CTX_use_certificate(context.get(), chain.front().get()) != 1) return false;
  for (size_t i = 1; i < chain.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context.get(), chain[i].get()) != 1) return false;
  }
  return true;
}

}  // namespace linkstat::tls
