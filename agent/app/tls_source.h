#ifndef LINKSTAT_AGENT_APP_TLS_SOURCE_H_
#define LINKSTAT_AGENT_APP_TLS_SOURCE_H_

#include <memory>

#include "agent/telemetry/log.h"
#include "agent/tls/certificate_reloader.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Reads and checks the files of TLS that the settings name. Neither material nor
// faults when they name none, or not a whole pair, which is a fault of the
// settings.
tls::TlsReading LoadFirstTls(const agent::v1::AgentConfig& config);

// Logs every fault and every warning of the files, one a line.
void LogTlsFaults(const tls::TlsReading& reading, const telemetry::Log& log);

// Keeps what `first` holds in step with its files and logs what becomes of it.
// Null when it holds nothing. `log` must outlive it.
std::unique_ptr<tls::CertificateReloader> StartCertificateReloader(
    const agent::v1::AgentConfig& config, const tls::TlsReading& first, const telemetry::Log* log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_TLS_SOURCE_H_
