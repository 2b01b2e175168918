#include "agent/app/config/numeric_settings.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "agent/app/config/durations.h"
#include "agent/service/observation_clock.h"
#include "google/protobuf/duration.pb.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using google::protobuf::FieldDescriptor;

// Stays absent unless it is set.
constexpr absl::Duration kNoDefault = absl::InfiniteDuration();

// `needs`: the setting without which this one has no meaning and no default;
// null: none.
struct DurationRule {
  const char* setting;
  absl::Duration least;
  absl::Duration most;
  absl::Duration standard;
  const char* needs = nullptr;
};

constexpr DurationRule kDurationRules[] = {
    {"catalog_poll_interval", absl::Milliseconds(50), absl::Hours(1), absl::Milliseconds(500),
     "catalog"},
    {"drain_linger", absl::ZeroDuration(), absl::Minutes(5), absl::Milliseconds(500)},
    {"drain_deadline", absl::ZeroDuration(), absl::Minutes(10), absl::Seconds(10)},
    {"watch_keep_alive", absl::Milliseconds(100), absl::Hours(1), absl::Seconds(30)},
    {"observation_tolerance", absl::ZeroDuration(), absl::Hours(24),
     service::kDefaultObservationTolerance},
    {"handshake_timeout", absl::Milliseconds(100), absl::Minutes(2), absl::Seconds(10)},
    {"connection_idle", absl::Seconds(1), absl::Hours(24), absl::Minutes(15)},
    {"connection_age", absl::Seconds(1), absl::Hours(24), kNoDefault},
    {"connection_age_grace", absl::ZeroDuration(), absl::Minutes(10), absl::Seconds(30)},
    {"tls_reload_interval", absl::Milliseconds(100), absl::Hours(1), absl::Seconds(10),
     "tls_certificate"},
};

// A whole number. `standard` 0: the default follows from another setting. `needs`
// as above.
struct NumberRule {
  const char* setting;
  uint32_t least;
  uint32_t most;
  uint32_t standard;
  const char* needs;
};

constexpr NumberRule kNumberRules[] = {
    {"max_connections", 1, 1'000'000, 10'000, nullptr},
    {"max_calls", 1, 1'000'000, 1'000, nullptr},
    {"max_calls_per_caller", 1, 1'000'000, 0, nullptr},
    {"max_streams", 1, 1'000'000, 10'000, nullptr},
    {"max_streams_per_caller", 1, 1'000'000, 0, nullptr},
    {"max_calls_per_connection", 2, 1'000, 32, nullptr},
    {"event_loops", 1, 64, 0, nullptr},
    {"audit_max_mib", 1, 10'240, 100, "audit"},
    {"audit_files", 1, 1'000, 10, "audit"},
};

const FieldDescriptor* Field(const char* setting) {
  return AgentConfig::descriptor()->FindFieldByName(setting);
}

bool IsSet(const char* setting, const AgentConfig& config) {
  return config.GetReflection()->HasField(config, Field(setting));
}

// Whether the rule's setting is to get its default.
template <typename Rule>
bool LacksValue(const Rule& rule, const AgentConfig& config) {
  return !IsSet(rule.setting, config) && (rule.needs == nullptr || IsSet(rule.needs, config));
}

void CheckDuration(const DurationRule& rule, ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  if (!IsSet(rule.setting, config)) return;
  google::protobuf::Duration value;
  value.CopyFrom(config.GetReflection()->GetMessage(config, Field(rule.setting)));
  const absl::optional<absl::Duration> duration = FromProto(value);
  if (!duration || *duration < rule.least || *duration > rule.most) {
    draft.AddFaultOf(rule.setting, absl::StrCat("must be from ", absl::FormatDuration(rule.least),
                                                " to ", absl::FormatDuration(rule.most)));
  }
}

void CheckNumber(const NumberRule& rule, ConfigBuilder& draft) {
  const AgentConfig& config = draft.config();
  if (!IsSet(rule.setting, config)) return;
  const uint32_t number = config.GetReflection()->GetUInt32(config, Field(rule.setting));
  if (number < rule.least || number > rule.most) {
    draft.AddFaultOf(rule.setting, absl::StrCat("must be from ", rule.least, " to ", rule.most));
  }
}

// What one caller may have of what all may have together.
void CheckShare(const char* one, const char* all, ConfigBuilder& draft) {
  if (!IsSet(one, draft.config())) return;
  AgentConfig filled = draft.config();
  FillBoundedDefaults(filled);
  const auto* reflection = filled.GetReflection();
  if (reflection->GetUInt32(filled, Field(one)) > reflection->GetUInt32(filled, Field(all))) {
    draft.AddFaultOf(one, absl::StrCat("is more than ", all));
  }
}

}  // namespace

void FillBoundedDefaults(AgentConfig& config) {
  const auto* reflection = config.GetReflection();
  for (const NumberRule& rule : kNumberRules) {
    if (rule.standard == 0 || !LacksValue(rule, config)) continue;
    reflection->SetUInt32(&config, Field(rule.setting), rule.standard);
  }
  if (!config.has_max_calls_per_caller()) {
    config.set_max_calls_per_caller(std::max(1U, config.max_calls() / 2));
  }
  if (!config.has_max_streams_per_caller()) {
    config.set_max_streams_per_caller(std::max(1U, config.max_streams() / 10));
  }
  for (const DurationRule& rule : kDurationRules) {
    if (rule.standard == kNoDefault || !LacksValue(rule, config)) continue;
    reflection->MutableMessage(&config, Field(rule.setting))->CopyFrom(ToProto(rule.standard));
  }
}

void CheckBoundedSettings(ConfigBuilder& draft) {
  for (const NumberRule& rule : kNumberRules) CheckNumber(rule, draft);
  CheckShare("max_calls_per_caller", "max_calls", draft);
  CheckShare("max_streams_per_caller", "max_streams", draft);
  for (const DurationRule& rule : kDurationRules) CheckDuration(rule, draft);
}

}  // namespace linkstat::app
