#ifndef LINKSTAT_AGENT_TLS_MATERIAL_H_
#define LINKSTAT_AGENT_TLS_MATERIAL_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "agent/base/mutex.h"
#include "agent/base/regular_file.h"

namespace linkstat::tls {

// The files of the material, in PEM.
struct TlsPaths {
  std::string certificate;
  std::string key;
  // Empty: callers need no certificate.
  std::string client_ca;
};

// What the files held, or why they could not be read.
struct TlsFiles {
  FileContent certificate;
  FileContent key;
  // Whether every user of the machine may read the key.
  bool key_is_open = false;
  // Absent when no path is set.
  std::optional<FileContent> client_ca;

  friend bool operator==(const TlsFiles&, const TlsFiles&) = default;
};

// What the agent sends to its callers and requires of them. All of it was checked and
// belongs together; the texts hold nothing else.
struct TlsMaterial {
  // The agent's certificate and those that lead to its authority, in PEM.
  std::string certificate_chain;
  // The private key of the first of them, in PEM.
  std::string key;
  // The authorities whose certificates callers must have, in PEM. Empty: callers need
  // none.
  std::string client_ca;
  // When the agent's certificate expires.
  absl::Time not_after;
};

using TlsMaterialPtr = std::shared_ptr<const TlsMaterial>;

// `text` completes "tls_key ...". Neither names a path nor quotes a file.
struct TlsFault {
  // The setting whose file it is of, as AgentConfig names it.
  std::string setting;
  std::string text;

  friend bool operator==(const TlsFault&, const TlsFault&) = default;
};

// The result of reading the files once.
struct TlsReading {
  TlsFiles files;
  // Null when there is a fault.
  TlsMaterialPtr material;
  // Every one that can be found before another one is corrected.
  std::vector<TlsFault> faults;
  // What an operator should correct although the agent can serve with it.
  std::vector<TlsFault> warnings;
};

// The material in service. Thread-safe.
class CertificateHolder {
 public:
  // `material` must not be null, here and below.
  explicit CertificateHolder(TlsMaterialPtr material) : material_(std::move(material)) {}

  TlsMaterialPtr Get() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const MutexLock lock(&mutex_);
    return material_;
  }

  void Set(TlsMaterialPtr material) ABSL_LOCKS_EXCLUDED(mutex_) {
    const MutexLock lock(&mutex_);
    material_ = std::move(material);
  }

 private:
  mutable Mutex mutex_;
  TlsMaterialPtr material_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_MATERIAL_H_
