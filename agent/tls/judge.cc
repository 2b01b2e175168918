#include "agent/tls/judge.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/tls/openssl.h"
#include "agent/tls/pem.h"

namespace linkstat::tls {
namespace {

constexpr char kCertificate[] = "tls_certificate";
constexpr char kKey[] = "tls_key";
constexpr char kClientCa[] = "tls_client_ca";

// The certificates of a file, and their PEM blocks alone.
struct Bundle {
  std::vector<CertificatePtr> certificates;
  std::string text;
};

bool IsOpenToAll(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0;
}

class Judge {
 public:
  explicit Judge(absl::Time now) : now_(now) {}

  std::optional<std::vector<PemBlock>> Blocks(const char* setting, const FileContent& file);
  // Empty when a fault was found.
  Bundle Certificates(const char* setting, const FileContent& file);
  // Null when a fault was found.
  KeyPtr Key(const FileContent& file, std::string& text);
  void JudgeChain(const std::vector<CertificatePtr>& chain);
  void JudgeAuthorities(const std::vector<CertificatePtr>& authorities);

  void Add(const char* setting, std::string text) { faults_.push_back({setting, std::move(text)}); }
  std::vector<TlsFault>& faults() { return faults_; }

 private:
  const absl::Time now_;
  std::vector<TlsFault> faults_;
};

std::optional<std::vector<PemBlock>> Judge::Blocks(const char* setting, const FileContent& file) {
  std::optional<std::vector<PemBlock>> blocks;
  if (!file.text) {
    Add(setting, file.error);
  } else if (blocks = SplitPem(*file.text); !blocks) {
    Add(setting, "the file is truncated or not PEM");
  }
  return blocks;
}

Bundle Judge::Certificates(const char* setting, const FileContent& file) {
  const std::optional<std::vector<PemBlock>> blocks = Blocks(setting, file);
  if (!blocks) return {};
  if (blocks->empty()) {
    Add(setting, "holds no certificate in PEM");
    return {};
  }
  Bundle bundle;
  for (const PemBlock& block : *blocks) {
    CertificatePtr certificate =
        block.label == "CERTIFICATE" ? ParseCertificate(block.text) : nullptr;
    if (certificate == nullptr) {
      Add(setting, "contains a block that is not a certificate");
      return {};
    }
    bundle.certificates.push_back(std::move(certificate));
    bundle.text += block.text;
  }
  return bundle;
}

KeyPtr Judge::Key(const FileContent& file, std::string& text) {
  const std::optional<std::vector<PemBlock>> blocks = Blocks(kKey, file);
  if (!blocks) return nullptr;
  for (const PemBlock& block : *blocks) {
    // The `openssl ecparam` command writes them before the key, which names its curve itself.
    if (block.label == "EC PARAMETERS") continue;
    if (!text.empty()) {
      Add(kKey, "holds more than one block");
      return nullptr;
    }
    text = block.text;
  }
  KeyPtr key = text.empty() ? nullptr : ParseKey(text);
  if (key != nullptr) return key;
  Add(kKey, absl::StrContains(text, "ENCRYPTED")
                ? "is encrypted, and the agent has no passphrase for it"
                : "holds no private key in PEM");
  return nullptr;
}

void Judge::JudgeChain(const std::vector<CertificatePtr>& chain) {
  X509* leaf = chain.front().get();
  if (NotAfter(*leaf) < now_) {
    Add(kCertificate,
        absl::StrCat("expired at ", absl::FormatTime(NotAfter(*leaf), absl::UTCTimeZone())));
  } else if (NotBefore(*leaf) > now_) {
    Add(kCertificate, absl::StrCat("is not valid before ",
                                   absl::FormatTime(NotBefore(*leaf), absl::UTCTimeZone())));
  }
  if (X509_check_purpose(leaf, X509_PURPOSE_SSL_SERVER, 0) != 1) {
    Add(kCertificate, "is not for servers, by its key usage");
  }
  if (!IsStrongEnough(chain)) {
    Add(kCertificate, "has a key or a signature that is too weak for OpenSSL");
  }
}

void Judge::JudgeAuthorities(const std::vector<CertificatePtr>& authorities) {
  const bool any = absl::c_any_of(authorities, [this](const CertificatePtr& authority) {
    return NotBefore(*authority) <= now_ && now_ <= NotAfter(*authority);
  });
  if (!any) Add(kClientCa, "holds no certificate that is valid now");
}

}  // namespace

TlsFiles ReadTlsFiles(const TlsPaths& paths) {
  TlsFiles files;
  files.certificate = ReadPemFile(paths.certificate);
  files.key = ReadPemFile(paths.key);
  files.key_is_open = files.key.text && IsOpenToAll(paths.key);
  if (!paths.client_ca.empty()) files.client_ca = ReadPemFile(paths.client_ca);
  return files;
}

TlsReading JudgeTlsFiles(TlsFiles files, absl::Time now) {
  // A later handshake on this thread would take OpenSSL's errors for its own.
  const absl::Cleanup clear_errors = [] { ERR_clear_error(); };
  Judge judge(now);
  auto material = std::make_shared<TlsMaterial>();
  const Bundle chain = judge.Certificates(kCertificate, files.certificate);
  const KeyPtr key = judge.Key(files.key, material->key);
  if (!chain.certificates.empty()) {
    judge.JudgeChain(chain.certificates);
    material->certificate_chain = chain.text;
    material->not_after = NotAfter(*chain.certificates.front());
    if (key != nullptr &&
        X509_check_private_key(chain.certificates.front().get(), key.get()) != 1) {
      judge.Add(kKey, "is not the key of the certificate");
    }
  }
  if (files.client_ca) {
    const Bundle authorities = judge.Certificates(kClientCa, *files.client_ca);
    if (!authorities.certificates.empty()) judge.JudgeAuthorities(authorities.certificates);
    material->client_ca = authorities.text;
  }
  TlsReading reading;
  if (files.key_is_open)
    reading.warnings.push_back({kKey, "can be read by every user of this machine"});
  reading.files = std::move(files);
  reading.faults = std::move(judge.faults());
  if (reading.faults.empty()) reading.material = std::move(material);
  return reading;
}

TlsReading ReadTlsMaterial(const TlsPaths& paths, absl::Time now) {
  return JudgeTlsFiles(ReadTlsFiles(paths), now);
}

}  // namespace linkstat::tls
