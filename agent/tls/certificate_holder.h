#ifndef LINKSTAT_AGENT_TLS_CERTIFICATE_HOLDER_H_
#define LINKSTAT_AGENT_TLS_CERTIFICATE_HOLDER_H_

#include <utility>

#include "agent/base/mutex.h"
#include "agent/tls/material.h"

namespace linkstat::tls {

// The material in service, between who replaces it and who shows it. Thread-safe.
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

#endif  // LINKSTAT_AGENT_TLS_CERTIFICATE_HOLDER_H_
