#include "agent/app/tls_source.h"

#include <string>
#include <utility>

#include "agent/app/config/durations.h"
#include "agent/base/clock.h"
#include "agent/tls/judge.h"

namespace linkstat::app {
namespace {

tls::TlsPaths PathsOf(const agent::v1::AgentConfig& config) {
  return {config.tls_certificate(), config.tls_key(), config.tls_client_ca()};
}

std::string Text(absl::Time time) { return absl::FormatTime(time, absl::UTCTimeZone()); }

void LogReading(const tls::TlsReading& reading, const telemetry::Log& log) {
  LogTlsFaults(reading, log);
  if (reading.material == nullptr) {
    log.Error("the new certificate is refused; the one in service stays",
              {{"faults", reading.faults.size()}});
    return;
  }
  log.Info("certificate reloaded", {{"not_after", Text(reading.material->not_after)}});
}

}  // namespace

tls::TlsReading LoadFirstTls(const agent::v1::AgentConfig& config) {
  if (config.tls_certificate().empty() || config.tls_key().empty()) return {};
  return tls::ReadTlsMaterial(PathsOf(config), Clock::System().Now());
}

void LogTlsFaults(const tls::TlsReading& reading, const telemetry::Log& log) {
  for (const tls::TlsFault& fault : reading.faults) {
    log.Error("certificate fault", {{"setting", fault.setting}, {"fault", fault.text}});
  }
  for (const tls::TlsFault& warning : reading.warnings) {
    log.Warning("certificate warning", {{"setting", warning.setting}, {"fault", warning.text}});
  }
}

std::unique_ptr<tls::CertificateReloader> StartCertificateReloader(
    const agent::v1::AgentConfig& config, const tls::TlsReading& first, const telemetry::Log* log) {
  if (first.material == nullptr) return nullptr;
  tls::CertificateReloaderOptions options;
  options.poll_interval = *FromProto(config.tls_reload_interval());
  options.on_reading = [log](const tls::TlsReading& reading) { LogReading(reading, *log); };
  options.on_expiring = [log](absl::Time not_after) {
    log->Warning("the certificate in service expires", {{"not_after", Text(not_after)}});
  };
  return std::make_unique<tls::CertificateReloader>(PathsOf(config), first, std::move(options));
}

}  // namespace linkstat::app
