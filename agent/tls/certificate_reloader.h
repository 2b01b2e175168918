#ifndef LINKSTAT_AGENT_TLS_CERTIFICATE_RELOADER_H_
#define LINKSTAT_AGENT_TLS_CERTIFICATE_RELOADER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "absl/time/time.h"
#include "agent/base/clock.h"
#include "agent/base/mutex.h"
#include "agent/base/periodic_thread.h"
#include "agent/tls/material.h"

namespace linkstat::tls {

// When a notice is due that the certificate in service expires soon, or has expired: a week
// ahead, and then once a day. Not thread-safe.
class ExpiryNotice {
 public:
  static constexpr absl::Duration kAhead = absl::Hours(7 * 24);
  static constexpr absl::Duration kEvery = absl::Hours(24);

  // Whether a notice is due now of a certificate that expires at `not_after`.
  bool Due(absl::Time not_after, absl::Time now) {
    if (not_after - now > kAhead) {
      last_ = absl::InfinitePast();
      return false;
    }
    // A clock that was set back must not silence it.
    if (now - last_ < kEvery && now >= last_) return false;
    last_ = now;
    return true;
  }

 private:
  absl::Time last_ = absl::InfinitePast();
};

// Counts of the files that were read again.
struct TlsReloads {
  // How often new material was taken into service, without the first.
  uint64_t taken = 0;
  // How often new files were rejected, each content once and each request once.
  uint64_t refused = 0;
  // Whether the files hold something now that was rejected.
  bool refusing = false;
  // When material was last taken into service, the first included.
  absl::Time last_success;
};

struct CertificateReloaderOptions {
  // How often the files are read.
  absl::Duration poll_interval = absl::Seconds(10);
  const Clock* clock = &Clock::System();
  // Called with each reading that was taken into service or rejected, on the reloader's
  // thread, after reloads() counts it. Files that stay rejected are not reported again.
  std::function<void(const TlsReading&)> on_reading;
  // Called with the time at which the certificate in service expires, whenever ExpiryNotice
  // is due, on the reloader's thread.
  std::function<void(absl::Time not_after)> on_expiring;
};

// Holds the material in service and replaces it when its files change. A thread of its own
// reads them at an interval and on request. Material that is valid as a whole replaces what
// is in service; otherwise that stays in service. What changed between two polls is checked
// once it has been stable for a moment, so that files that are written one after the other
// are read together. The destructor ends the thread. Thread-safe.
class CertificateReloader {
 public:
  // `first` must hold material.
  CertificateReloader(TlsPaths paths, TlsReading first, CertificateReloaderOptions options);

  // What is in service; never null.
  TlsMaterialPtr material() const { return slot_->Get(); }

  // Holds the newest material, also when the reloader is gone.
  std::shared_ptr<const CertificateHolder> slot() const { return slot_; }

  TlsReloads reloads() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Reads and checks the files at once. Does not wait for the result.
  void RequestReload() { thread_.Wake(); }

 private:
  // Returns the pause until the next run.
  absl::Duration Reload(bool requested);
  bool IsNews(const TlsReading& reading) const;
  void Take(const TlsReading& reading);
  void Refuse(const TlsReading& reading);
  void CheckExpiry();

  const TlsPaths paths_;
  const CertificateReloaderOptions options_;
  const std::shared_ptr<CertificateHolder> slot_;

  mutable Mutex mutex_;
  TlsReloads reloads_ ABSL_GUARDED_BY(mutex_);

  // The rest belongs to the thread.
  TlsFiles in_service_;
  TlsFiles last_seen_;
  std::optional<TlsReading> refused_;
  ExpiryNotice expiry_;

  // The last member: it uses the others.
  PeriodicThread thread_;
};

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_CERTIFICATE_RELOADER_H_
