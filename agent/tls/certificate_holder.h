#ifndef LINKSTAT_AGENT_TLS_CERTIFICATE_HOLDER_H_
#define LINKSTAT_AGENT_TLS_CERTIFICATE_HOLDER_H_

#include <mutex>
#include <utility>

#include "agent/tls/material.h"

namespace linkstat::tls {

// The material in service, between who replaces it and who shows it. Thread-safe.
class CertificateHolder {
 public:
  // `material` must not be null, here and below.
  explicit CertificateHolder(TlsMaterialPtr material) : material_(std::move(material)) {}

  TlsMaterialPtr Get() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return material_;
  }

  void Set(TlsMaterialPtr material) {
    const std::lock_guard<std::mutex> lock(mutex_);
    material_ = std::move(material);
  }

 private:
  mutable std::mutex mutex_;
  TlsMaterialPtr material_;
};

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_CERTIFICATE_HOLDER_H_
