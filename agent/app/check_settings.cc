#include "agent/app/check_settings.h"

#include "absl/strings/str_cat.h"
#include "agent/app/account_room.h"
#include "agent/app/durations.h"
#include "agent/app/listen_address.h"
#include "agent/store/open.h"
#include "google/protobuf/duration.pb.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using google::protobuf::FieldDescriptor;

constexpr char kDefaultListen[] = "127.0.0.1:50051";
constexpr char kDefaultStore[] = "memory";
constexpr char kDefaultEmailPrefix[] = "linkstat";

struct DurationRule {
  const char* setting;
  absl::Duration least;
  absl::Duration most;
  absl::Duration standard;
};

constexpr DurationRule kDurationRules[] = {
    {"catalog_poll_interval", absl::Milliseconds(50), absl::Hours(1), absl::Milliseconds(500)},
    {"drain_linger", absl::ZeroDuration(), absl::Minutes(5), absl::Milliseconds(500)},
    {"drain_deadline", absl::ZeroDuration(), absl::Minutes(10), absl::Seconds(10)},
    {"watch_keep_alive", absl::Milliseconds(100), absl::Hours(1), absl::Seconds(30)},
};

const FieldDescriptor* Field(const char* setting) {
  return AgentConfig::descriptor()->FindFieldByName(setting);
}

void CheckDuration(const DurationRule& rule, SettingDraft& draft) {
  const AgentConfig& config = draft.config();
  if (!config.GetReflection()->HasField(config, Field(rule.setting))) return;
  google::protobuf::Duration value;
  value.CopyFrom(config.GetReflection()->GetMessage(config, Field(rule.setting)));
  const absl::optional<absl::Duration> duration = FromProto(value);
  if (!duration || *duration < rule.least || *duration > rule.most) {
    draft.AddFaultOf(rule.setting, absl::StrCat("must be from ", absl::FormatDuration(rule.least),
                                                " to ", absl::FormatDuration(rule.most)));
  }
}

void CheckListen(SettingDraft& draft) {
  if (!draft.config().has_listen()) return;
  const auto parsed = ParseListenAddress(draft.config().listen());
  if (const auto* fault = absl::get_if<AddressFault>(&parsed)) {
    return draft.AddFaultOf("listen", *fault);
  }
  if (!absl::get<ListenAddress>(parsed).IsLoopback() && !draft.config().allow_insecure()) {
    draft.AddFaultOf("listen",
                     "is no loopback address: the agent would serve in the clear to other "
                     "machines; use a loopback address, or set allow_insecure");
  }
}

void CheckCatalog(SettingDraft& draft) {
  const AgentConfig& config = draft.config();
  if (config.has_catalog() && config.catalog().empty()) {
    draft.AddFaultOf("catalog", "is empty");
  }
  if (config.has_catalog_poll_interval() && !config.has_catalog()) {
    draft.AddFaultOf("catalog_poll_interval",
                     "is set without a catalog file: there is nothing to look at");
  }
}

void CheckAccounts(SettingDraft& draft) {
  const AgentConfig& config = draft.config();
  if (config.has_store() && !store::ParseStoreSpec(config.store()).ok()) {
    draft.AddFaultOf("store", "must be memory or sqlite:PATH");
  }
  AgentConfig filled = config;
  FillDefaults(filled);
  for (const auto& [setting, fault] : AccountSettingFaults(filled)) {
    draft.AddFaultOf(setting, fault);
  }
}

// Numbers that the schema has no value for; a text file cannot hold them by
// name but by number.
void CheckEnums(SettingDraft& draft) {
  if (!agent::v1::LogLevel_IsValid(draft.config().log_level())) {
    draft.AddFaultOf("log_level", "is no level");
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
  if (config.log_format() == agent::v1::LOG_FORMAT_UNSPECIFIED) {
    config.set_log_format(agent::v1::LOG_FORMAT_AUTO);
  }
  if (!config.has_store()) config.set_store(kDefaultStore);
  if (config.has_work_email_domain() && !config.has_work_email_prefix()) {
    config.set_work_email_prefix(kDefaultEmailPrefix);
  }
  for (const DurationRule& rule : kDurationRules) {
    const bool idle =
        Field(rule.setting) == Field("catalog_poll_interval") && !config.has_catalog();
    if (idle || config.GetReflection()->HasField(config, Field(rule.setting))) continue;
    config.GetReflection()
        ->MutableMessage(&config, Field(rule.setting))
        ->CopyFrom(ToProto(rule.standard));
  }
}

void CheckSettings(SettingDraft& draft) {
  CheckListen(draft);
  CheckCatalog(draft);
  CheckEnums(draft);
  CheckAccounts(draft);
  for (const DurationRule& rule : kDurationRules) CheckDuration(rule, draft);
}

}  // namespace linkstat::app
