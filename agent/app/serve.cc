#include "agent/app/serve.h"

#include <memory>
#include <thread>

#include "agent/app/agent_metrics.h"
#include "agent/app/audit_trail.h"
#include "agent/app/catalog_source.h"
#include "agent/app/config/durations.h"
#include "agent/app/config/listen_address.h"
#include "agent/app/config/module_options.h"
#include "agent/app/drain.h"
#include "agent/app/exit_codes.h"
#include "agent/app/listen.h"
#include "agent/app/start_accounts.h"
#include "agent/app/systemd.h"
#include "agent/app/tls_source.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/server.h"
#include "agent/rpc/transport/tls_credentials.h"
#include "agent/telemetry/call_log.h"
#include "grpcpp/security/server_credentials.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;

// More threads than cores pay where calls wait for the disk.
constexpr int kReadThreads = 16;
// Of streams of reports.
constexpr int kReportThreads = 4;
// Calls that may wait for one of the threads: reads are quick and come in bursts.
constexpr size_t kWaitingReads = 1024;

// How long a start may be held up by accounts that are not loaded yet.
constexpr absl::Duration kLoadPatience = absl::Milliseconds(20);

// How the listener is secured, the only place that decides it: by TLS with the certificate in
// service, or not at all without one. CheckSettings allows the latter only at addresses where
// it is safe or allowed.
std::shared_ptr<grpc::ServerCredentials> ListenerCredentials(
    const tls::CertificateReloader* certificates) {
  if (certificates == nullptr) return grpc::InsecureServerCredentials();
  return rpc::TlsServerCredentials(certificates->slot());
}

rpc::InterceptorOptions InterceptorOptionsOf(const AgentConfig& config, telemetry::Audit* audit,
                                             telemetry::CallLog* call_log) {
  rpc::InterceptorOptions options;
  options.policy = AccessPolicy(config);
  options.audit = audit;
  options.limits = {config.max_calls(), config.max_calls_per_caller(), config.max_streams(),
                    config.max_streams_per_caller(), config.max_calls_per_connection() / 2};
  options.call_log = call_log;
  return options;
}

// Whether both can be served; faults and warnings are logged.
bool CanServe(const AgentConfig& config, const catalog::LoadResult& catalog,
              const tls::TlsReading& tls, const telemetry::Log& log) {
  LogTlsFaults(tls, log);
  if (!tls.faults.empty()) {
    log.Error("the certificate cannot be served", {{"faults", tls.faults.size()}});
  }
  if (catalog.snapshot == nullptr) {
    LogCatalogFaults(config, catalog, log);
    log.Error("the catalog cannot be served", {{"faults", catalog.faults.size()}});
  }
  return tls.faults.empty() && catalog.snapshot != nullptr;
}

// Fails as OpenListeners and rpc::Server do, which is logged.
absl::StatusOr<std::unique_ptr<rpc::Server>> Listen(
    const AgentConfig& config, catalog::Registry* registry, service::Accounts* accounts,
    const rpc::StoreExecutors& executors, telemetry::Audit* audit,
    const tls::CertificateReloader* certificates, telemetry::CallLog* call_log,
    const telemetry::Log* log) {
  const ListenAddress address = *ParseListenAddress(config.listen());
  LINKSTAT_ASSIGN_OR_RETURN(rpc::ServerListeners listeners, OpenListeners(config, *log));
  rpc::ServerOptions options;
  options.credentials = ListenerCredentials(certificates);
  options.transport = TransportLimitsOf(config);
  options.max_connections = ConnectionsAllowed(config, *log);
  options.watch_keep_alive = *FromProto(config.watch_keep_alive());
  options.event_loops = EventLoopsOf(config, std::thread::hardware_concurrency());
  options.accounts = accounts;
  options.executors = executors;
  options.interceptors = InterceptorOptionsOf(config, audit, call_log);
  options.describes_itself = address.IsLoopback() || options.interceptors.policy != nullptr;
  auto server = rpc::Server::Start(options, std::move(listeners), registry, log);
  if (server.ok()) {
    LogListeners(config, **server, *log);
  } else {
    log->Error("cannot listen", {{"fault", server.status().message()}});
  }
  return server;
}

void WaitUntilStopped(Signals& signals, catalog::Reloader* reloader,
                      tls::CertificateReloader* certificates, const telemetry::Log& log) {
  while (signals.Wait() == SystemRequest::kReload) {
    if (reloader == nullptr && certificates == nullptr) {
      log.Warning("nothing to reload: the catalog is the one in the agent");
      continue;
    }
    log.Info("reload requested");
    if (reloader != nullptr) reloader->RequestReload();
    if (certificates != nullptr) certificates->RequestReload();
  }
}

// From SERVING to the end of the last call.
void ServeUntilStopped(rpc::Server* server, const AgentConfig& config, Signals& signals,
                       catalog::Reloader* reloader, tls::CertificateReloader* certificates,
                       const catalog::Registry& registry, const telemetry::Log& log) {
  server->SetServing(true);
  log.Info("serving", {{"revision", registry.Current()->revision()}});
  SystemdNotifier systemd(SystemdSettings::FromEnvironment(),
                          HealthSelfCheck(server->InProcessChannel()), &log);
  WaitUntilStopped(signals, reloader, certificates, log);
  systemd.Stopping();
  log.Info("stopping");
  Drain(*server, {*FromProto(config.drain_linger()), *FromProto(config.drain_deadline())},
        [&signals](absl::Duration time) { signals.WaitForStop(time); });
}

// From the settings to the end of everything that was opened, the store among it.
int Run(const AgentConfig& config, Signals& signals, const telemetry::Log& log,
        telemetry::LogWriter& writer) {
  const catalog::LoadResult first = LoadFirstCatalog(config);
  const tls::TlsReading first_tls = LoadFirstTls(config);
  if (!CanServe(config, first, first_tls, log)) return kExitBadSettings;
  const auto certificates = StartCertificateReloader(config, first_tls, &log);
  catalog::Registry registry(first.snapshot);
  AgentMetrics metrics;
  metrics.Watch(registry);
  const auto reloader = StartReloader(config, &registry, &metrics, &log);
  if (!reloader.ok()) {
    log.Error("the catalog file cannot be watched", {{"fault", reloader.status().message()}});
    return kExitBadSettings;
  }
  const auto audit = OpenAudit(config, &log);
  if (!audit.ok()) {
    log.Error("the audit cannot be opened", {{"fault", audit.status().message()}});
    return kExitBadSettings;
  }
  StoreHealthRelay relay(&log);
  const auto accounts = StartAccounts(config, &registry, &relay, &metrics, &log);
  if (!accounts.ok()) {
    log.Error("the store cannot be opened", {{"fault", accounts.status().message()}});
    return kExitBadSettings;
  }
  Executor reads("store-reads", kReadThreads, kWaitingReads);
  Executor reports("report-streams", kReportThreads, kWaitingReads);
  telemetry::CallLog call_log(&log, CallLevelOf(config), &writer);
  const auto server = Listen(config, &registry, accounts->get(), {&reads, &reports}, audit->get(),
                             certificates.get(), &call_log, &log);
  if (!server.ok()) return kExitUnreachable;
  metrics.Watch(**accounts);
  metrics.Watch([&](telemetry::MetricFamilies& families) { (*server)->Collect(families); });
  metrics.Watch(writer);
  if (*audit != nullptr) {
    metrics.Watch([&](telemetry::MetricFamilies& families) { (*audit)->Collect(families); });
  }
  if (certificates != nullptr) metrics.Watch(*certificates);
  const auto metrics_server = metrics.Serve(config, log);
  if (!metrics_server.ok()) return kExitUnreachable;
  // So that few accounts are all there when health is first SERVING.
  (*accounts)->WaitUntilLoaded(kLoadPatience);
  relay.Connect(server->get());
  ServeUntilStopped(server->get(), config, signals, reloader->get(), certificates.get(), registry,
                    log);
  relay.Connect(nullptr);
  return kExitOk;
}

}  // namespace

int Serve(const AgentConfig& config, Signals& signals, const telemetry::Log& log,
          telemetry::LogWriter& writer) {
  const int code = Run(config, signals, log, writer);
  // Now another agent can take the store and the addresses.
  if (code == kExitOk) log.Info("stopped");
  return code;
}

}  // namespace linkstat::app
