#include "agent/app/config/check_settings.h"

#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "agent/app/config/access_settings.h"
#include "agent/app/config/account_settings.h"
#include "agent/app/config/audit_settings.h"
#include "agent/app/config/connection_settings.h"
#include "agent/app/config/listen_address.h"
#include "agent/app/config/numeric_settings.h"
#include "agent/store/spec.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;

constexpr char kDefaultListen[] = "127.0.0.1:50051";
constexpr char kDefaultStore[] = "memory";
constexpr char kDefaultEmailPrefix[] = "linkstat";

void CheckListen(ConfigBuilder& draft) {
  if (!draft.config().has_listen()) return;
  const auto parsed = ParseListenAddress(draft.config().listen());
  if (const auto* fault = absl::get_if<AddressFault>(&parsed)) {
    return draft.AddFaultOf("listen", *fault);
  }
  const AgentConfig& config = draft.config();
  if (absl::get<ListenAddress>(parsed).IsLoopback() || config.allow_insecure() ||
      config.has_tls_client_ca()) {
    return;
  }
  draft.AddFaultOf("listen", config.has_tls_certificate()
                                 ? "is no loopback address: everybody there could call; set "
                                   "tls_client_ca, use a loopback address, or set allow_insecure"
                                 : "is no loopback address: the agent would serve in the clear to "
                                   "other machines; use a loopback address, or TLS with "
                                   "tls_client_ca, or set allow_insecure");
}

void CheckTls(ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  const std::pair<const char*, bool> empty[] = {
      {"tls_certificate", config.has_tls_certificate() && config.tls_certificate().empty()},
      {"tls_key", config.has_tls_key() && config.tls_key().empty()},
      {"tls_client_ca", config.has_tls_client_ca() && config.tls_client_ca().empty()}};
  for (const auto& [setting, is_empty] : empty) {
    if (is_empty) draft.AddFaultOf(setting, "is empty");
  }
  if (config.has_tls_certificate() && !config.has_tls_key()) {
    draft.AddFaultOf("tls_certificate", "is set without tls_key");
  }
  if (config.has_tls_certificate()) return;
  if (config.has_tls_key()) draft.AddFaultOf("tls_key", "is set without tls_certificate");
  if (config.has_tls_client_ca()) {
    draft.AddFaultOf("tls_client_ca", "is set without tls_certificate");
  }
  if (config.has_tls_reload_interval()) {
    draft.AddFaultOf("tls_reload_interval",
                     "is set without tls_certificate: there is nothing to look at");
  }
}

void CheckCatalog(ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  if (config.has_catalog() && config.catalog().empty()) {
    draft.AddFaultOf("catalog", "is empty");
  }
  if (config.has_catalog_poll_interval() && !config.has_catalog()) {
    draft.AddFaultOf("catalog_poll_interval",
                     "is set without a catalog file: there is nothing to look at");
  }
}

void CheckAccounts(ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  if (config.has_store()) {
    const absl::Status status = store::ParseStoreSpec(config.store()).status();
    if (!status.ok()) {
      draft.AddFaultOf("store", std::string(absl::StripPrefix(status.message(), "store ")));
    }
  }
  AgentConfig filled = config;
  FillDefaults(filled);
  for (const auto& [setting, fault] : AccountSettingFaults(filled)) {
    draft.AddFaultOf(setting, fault);
  }
}

void CheckMetricsListen(ConfigBuilder& draft) {
  if (!draft.config().has_metrics_listen()) return;
  const auto parsed = ParseListenAddress(draft.config().metrics_listen());
  const auto* address = absl::get_if<ListenAddress>(&parsed);
  if (address == nullptr || !address->IsIp()) {
    draft.AddFaultOf("metrics_listen", "takes IP:PORT, [IPV6]:PORT or localhost:PORT");
  }
}

// Numbers that the schema has no value for; a text file cannot hold them by
// name but by number.
void CheckEnums(ConfigBuilder& draft) {
  if (!agent::v1::LogLevel_IsValid(draft.config().log_level())) {
    draft.AddFaultOf("log_level", "is no level");
  }
  if (!agent::v1::LogLevel_IsValid(draft.config().call_log_level())) {
    draft.AddFaultOf("call_log_level", "is no level");
  }
  if (!agent::v1::LogFormat_IsValid(draft.config().log_format())) {
    draft.AddFaultOf("log_format", "is no format");
  }
}

}  // namespace

void FillDefaults(AgentConfig& config) {
  if (!config.has_listen()) config.set_listen(kDefaultListen);
  if (!config.has_allow_insecure()) config.set_allow_insecure(false);
  if (config.log_level() == agent::v1::LOG_LEVEL_UNSPECIFIED) {
    config.set_log_level(agent::v1::LOG_LEVEL_INFO);
  }
  if (config.call_log_level() == agent::v1::LOG_LEVEL_UNSPECIFIED) {
    config.set_call_log_level(agent::v1::LOG_LEVEL_DEBUG);
  }
  if (config.log_format() == agent::v1::LOG_FORMAT_UNSPECIFIED) {
    config.set_log_format(agent::v1::LOG_FORMAT_AUTO);
  }
  if (!config.has_store()) config.set_store(kDefaultStore);
  FillConnectionDefaults(config);
  if (config.has_work_email_domain() && !config.has_work_email_prefix()) {
    config.set_work_email_prefix(kDefaultEmailPrefix);
  }
  FillBoundedDefaults(config);
  FillAuditDefaults(config);
}

void CheckSettings(ConfigBuilder& draft) {
  CheckListen(draft);
  CheckTls(draft);
  CheckConnections(draft);
  AgentConfig filled = draft.config();
  FillDefaults(filled);
  CheckAddressesDiffer(filled, draft);
  CheckCatalog(draft);
  CheckEnums(draft);
  CheckAccounts(draft);
  CheckMetricsListen(draft);
  CheckAccess(draft);
  CheckAudit(draft);
  CheckBoundedSettings(draft);
}

}  // namespace linkstat::app
