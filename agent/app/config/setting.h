#ifndef LINKSTAT_AGENT_APP_CONFIG_SETTING_H_
#define LINKSTAT_AGENT_APP_CONFIG_SETTING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// A setting is a field of AgentConfig. All that is known of it is the field and its
// SettingOptions; there is no other table of settings.
using Setting = google::protobuf::FieldDescriptor;

// Every setting, in the order of agent_config.proto.
std::vector<const Setting*> AllSettings();

// Null when there is no setting of this name.
const Setting* FindSetting(absl::string_view name);

const agent::v1::SettingOptions& OptionsOf(const Setting& setting);

// The flag of the setting `name`: `drain_linger` is set by `--drain-linger`.
std::string FlagOf(absl::string_view name);

// How the values of a setting are spelled.
enum class Spelling { kFlag, kFile };

// The words of an enum: `info` in a flag, LOG_LEVEL_INFO in the file.
std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type, Spelling spelling);

// What help shows for the value: `FILE`, `all|changes`. Empty for a switch.
std::string PlaceholderOf(const Setting& setting);

// `1 to 64`; empty for a setting without bounds.
std::string RangeOf(const Setting& setting);

// What holds where the setting is absent: its default, or what absence means. May be
// empty.
const std::string& DefaultText(const Setting& setting);

// What a value must be, to complete "must be ...": `a whole number from 1 to 64`.
std::string RightValues(const Setting& setting, Spelling spelling);

// Whether the setting has a value, an empty one included.
bool IsSet(const Setting& setting, const agent::v1::AgentConfig& config);

// Sets the setting, or adds to a repeated one, the value that `text` spells as a flag
// does. Returns the fault of a text that is not of the setting's type, to complete
// "PLACE: ...", and then leaves `config` alone. Bounds are not checked.
std::optional<std::string> SetValue(const Setting& setting, absl::string_view text,
                                    agent::v1::AgentConfig& config);

// The faults of a setting that is set, likewise: a value that is out of bounds, not of its
// enum or not of its form.
std::vector<std::string> ValueFaults(const Setting& setting, Spelling spelling,
                                     const agent::v1::AgentConfig& config);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_SETTING_H_
