#ifndef LINKSTAT_TESTS_SUPPORT_CERTIFICATES_H_
#define LINKSTAT_TESTS_SUPPORT_CERTIFICATES_H_

#include <memory>
#include <string>

#include "absl/time/time.h"

namespace linkstat::test {

// A key with its certificate, in PEM.
struct Identity {
  std::string certificate;
  std::string key;
};

struct CertificateOptions {
  std::string common_name = "agent.example";
  // Subject alternative names as OpenSSL writes them: `DNS:a.example,URI:spiffe://a/b`.
  std::string alternative_names = "DNS:agent.example";
  // As OpenSSL writes them: `serverAuth`. Empty: for everything.
  std::string extended_key_usage;
  // From now.
  absl::Duration valid_from = -absl::Hours(24);
  absl::Duration valid_until = absl::Hours(24);
};

// Makes certificates, each with a fresh key of the curve P-256.
class Authority {
 public:
  explicit Authority(const std::string& name);
  ~Authority();

  // Its own certificate, in PEM.
  const std::string& certificate() const;

  Identity Issue(const CertificateOptions& options) const;

 private:
  struct Secret;
  std::unique_ptr<const Secret> secret_;
};

// A fresh key with a certificate that it signs itself, for the DNS name `name`,
// valid for a day.
Identity MakeIdentity(const std::string& name);

// An RSA key of `bits` with a certificate likewise.
Identity MakeRsaIdentity(const std::string& name, unsigned bits);

// The key in PEM, encrypted with a passphrase.
std::string EncryptedKey(const std::string& key);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_CERTIFICATES_H_
