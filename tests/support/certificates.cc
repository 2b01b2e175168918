#include "tests/support/certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <functional>

#include "agent/tls/openssl.h"

namespace linkstat::test {
namespace {

using Bio = tls::BioPtr;
using Key = tls::KeyPtr;
using Certificate = tls::CertificatePtr;
using Extension = std::unique_ptr<X509_EXTENSION, tls::FreedBy<X509_EXTENSION_free>>;

std::string Pem(const std::function<void(BIO*)>& write) {
  const Bio memory(BIO_new(BIO_s_mem()));
  write(memory.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<size_t>(size)};
}

std::string CertificatePem(X509* certificate) {
  return Pem([&](BIO* out) { PEM_write_bio_X509(out, certificate); });
}

std::string KeyPem(EVP_PKEY* key) {
  return Pem(
      [&](BIO* out) { PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

void AddExtension(X509* certificate, int type, const std::string& value) {
  if (value.empty()) return;
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, type, value.c_str()));
  X509_add_ext(certificate, extension.get(), -1);
}

// Not yet signed, and named as its own issuer.
Certificate Draft(EVP_PKEY* key, const CertificateOptions& options) {
  static std::atomic<long> last_serial = 0;
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++last_serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), absl::ToInt64Seconds(options.valid_from));
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), absl::ToInt64Seconds(options.valid_until));
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(options.common_name.c_str()),
                             -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  AddExtension(certificate.get(), NID_subject_alt_name, options.alternative_names);
  AddExtension(certificate.get(), NID_ext_key_usage, options.extended_key_usage);
  return certificate;
}

Identity SelfSigned(const std::string& name, const Key& key) {
  const Certificate certificate =
      Draft(key.get(), {.common_name = name, .alternative_names = "DNS:" + name});
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return {CertificatePem(certificate.get()), KeyPem(key.get())};
}

}  // namespace

struct Authority::Secret {
  Key key;
  Certificate certificate;
  std::string pem;
};

Authority::Authority(const std::string& name) {
  Key key(EVP_EC_gen("P-256"));
  Certificate certificate = Draft(key.get(), {.common_name = name, .alternative_names = ""});
  AddExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  std::string pem = CertificatePem(certificate.get());
  secret_.reset(new Secret{std::move(key), std::move(certificate), std::move(pem)});
}

Authority::~Authority() = default;

const std::string& Authority::certificate() const { return secret_->pem; }

Identity Authority::Issue(const CertificateOptions& options) const {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = Draft(key.get(), options);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(secret_->certificate.get()));
  X509_sign(certificate.get(), secret_->key.get(), EVP_sha256());
  return {CertificatePem(certificate.get()), KeyPem(key.get())};
}

Identity MakeIdentity(const std::string& name) {
  return SelfSigned(name, Key(EVP_EC_gen("P-256")));
}

Identity MakeRsaIdentity(const std::string& name, unsigned bits) {
  return SelfSigned(name, Key(EVP_RSA_gen(bits)));
}

std::string EncryptedKey(const std::string& key) {
  const Bio in(BIO_new_mem_buf(key.data(), static_cast<int>(key.size())));
  const Key parsed(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
  return Pem([&](BIO* out) {
    PEM_write_bio_PrivateKey(out, parsed.get(), EVP_aes_128_cbc(), nullptr, 0, nullptr,
                             const_cast<char*>("passphrase"));
  });
}

}  // namespace linkstat::test
