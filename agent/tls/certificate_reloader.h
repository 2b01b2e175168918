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
#include "agent/tls/certificate_holder.h"
#include "agent/tls/expiry_notice.h"
#include "agent/tls/material.h"

namespace linkstat::tls {

// What became of reading the files again.
struct TlsReloads {
  // How often new material was taken into service; the first does not count.
  uint64_t taken = 0;
  // How often new files were refused, each content once and each request once.
  uint64_t refused = 0;
  // Whether the files hold something now that was refused.
  bool refusing = false;
  // When material was last taken into service, the first included.
  absl::Time last_success;
};

struct CertificateReloaderOptions {
  // How often the files are read.
  absl::Duration poll_interval = absl::Seconds(10);
  const Clock* clock = &Clock::System();
  // Told of each reading that was taken into service or refused, on the keeper's
  // thread, after reloads() knows it. What stands refused is not told again.
  std::function<void(const TlsReading&)> on_reading;
  // Told when the certificate in service expires, as often as ExpiryNotice says, on
  // the keeper's thread.
  std::function<void(absl::Time not_after)> on_expiring;
};

// Holds the material in service and keeps it in step with its files. A thread of
// its own reads them now and then and when asked. Material that is good as a
// whole replaces what is in service; otherwise that goes on serving. What changed
// between two polls must stand for a moment before it is judged, so that files
// that are written one after the other are seen together. Destruction ends the
// thread. Thread-safe.
class CertificateReloader {
 public:
  // `first` must hold material.
  CertificateReloader(TlsPaths paths, TlsReading first, CertificateReloaderOptions options);

  // What is in service; never null.
  TlsMaterialPtr material() const { return slot_->Get(); }

  // Where the newest material is found, also when the keeper is gone.
  std::shared_ptr<const CertificateHolder> slot() const { return slot_; }

  TlsReloads reloads() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Reads the files at once, and judges them as they are. Does not wait for it.
  void RequestReload() { thread_.Wake(); }

 private:
  // Returns how long to wait before the next look.
  absl::Duration Look(bool asked);
  bool IsNews(const TlsReading& reading) const;
  void Take(const TlsReading& reading);
  void Refuse(const TlsReading& reading);
  void LookAtExpiry();

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
