#include "agent/tls/certificate_reloader.h"

#include <algorithm>
#include <utility>

#include "agent/tls/judge.h"

namespace linkstat::tls {
namespace {

// How long changed files must be stable before they are checked.
constexpr absl::Duration kSettleTime = absl::Milliseconds(100);

}  // namespace

CertificateReloader::CertificateReloader(TlsPaths paths, TlsReading first,
                                         CertificateReloaderOptions options)
    : paths_(std::move(paths)),
      options_(std::move(options)),
      slot_(std::make_shared<CertificateHolder>(std::move(first.material))),
      reloads_{.last_success = options_.clock->Now()},
      in_service_(first.files),
      last_seen_(std::move(first.files)),
      thread_({.name = "certificates"}, [this](bool requested) {
        const absl::Duration pause = Reload(requested);
        CheckExpiry();
        return pause;
      }) {}

TlsReloads CertificateReloader::reloads() const {
  const MutexLock lock(&mutex_);
  return reloads_;
}

void CertificateReloader::CheckExpiry() {
  const absl::Time not_after = material()->not_after;
  if (options_.on_expiring && expiry_.Due(not_after, options_.clock->Now())) {
    options_.on_expiring(not_after);
  }
}

absl::Duration CertificateReloader::Reload(bool requested) {
  TlsFiles files = ReadTlsFiles(paths_);
  const bool settled = files == last_seen_;
  last_seen_ = files;
  if (files == in_service_) {
    refused_.reset();
    const MutexLock lock(&mutex_);
    reloads_.refusing = false;
  } else if (!requested && !settled) {
    return std::min(kSettleTime, options_.poll_interval);
  } else {
    // What was rejected is checked again: its certificate may have become valid.
    const TlsReading reading = JudgeTlsFiles(std::move(files), options_.clock->Now());
    if (reading.material != nullptr) {
      Take(reading);
    } else if (requested || IsNews(reading)) {
      Refuse(reading);
    }
  }
  return options_.poll_interval;
}

bool CertificateReloader::IsNews(const TlsReading& reading) const {
  return !refused_ || refused_->faults != reading.faults || !(refused_->files == reading.files);
}

void CertificateReloader::Take(const TlsReading& reading) {
  refused_.reset();
  in_service_ = reading.files;
  slot_->Set(reading.material);
  {
    const MutexLock lock(&mutex_);
    ++reloads_.taken;
    reloads_.refusing = false;
    reloads_.last_success = options_.clock->Now();
  }
  if (options_.on_reading) options_.on_reading(reading);
}

void CertificateReloader::Refuse(const TlsReading& reading) {
  refused_ = reading;
  {
    const MutexLock lock(&mutex_);
    ++reloads_.refused;
    reloads_.refusing = true;
  }
  if (options_.on_reading) options_.on_reading(reading);
}

}  // namespace linkstat::tls
