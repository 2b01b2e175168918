#include "agent/app/config/flag_values.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "agent/app/config/durations.h"

namespace linkstat::app {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

using MaybeFault = absl::optional<std::string>;

MaybeFault SetBool(const FieldDescriptor& field, const std::string& value, Message& config) {
  if (value != "true" && value != "false") return "takes true or false, or no value for true";
  config.GetReflection()->SetBool(&config, &field, value == "true");
  return absl::nullopt;
}

// The enum's values as they are written in a flag: LOG_LEVEL_INFO is `info`.
std::string FlagWord(const EnumDescriptor& type, int index) {
  const size_t prefix =
      type.FindValueByNumber(0)->name().size() - absl::string_view("UNSPECIFIED").size();
  return absl::AsciiStrToLower(type.value(index)->name().substr(prefix));
}

MaybeFault SetEnum(const FieldDescriptor& field, const std::string& value, Message& config) {
  const EnumDescriptor& type = *field.enum_type();
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    words.push_back(FlagWord(type, i));
    if (words.back() == value) {
      config.GetReflection()->SetEnum(&config, &field, type.value(i));
      return absl::nullopt;
    }
  }
  return absl::StrCat("takes one of ", absl::StrJoin(words, ", "));
}

MaybeFault SetDuration(const FieldDescriptor& field, const std::string& value, Message& config) {
  absl::Duration duration;
  if (!absl::ParseDuration(value, &duration) || duration == absl::InfiniteDuration() ||
      duration == -absl::InfiniteDuration()) {
    return "takes a duration such as 500ms, 10s or 2m";
  }
  config.GetReflection()->MutableMessage(&config, &field)->CopyFrom(ToProto(duration));
  return absl::nullopt;
}

MaybeFault SetNumber(const FieldDescriptor& field, const std::string& value, Message& config) {
  uint32_t number = 0;
  if (!absl::SimpleAtoi(value, &number)) return "takes a whole number";
  config.GetReflection()->SetUInt32(&config, &field, number);
  return absl::nullopt;
}

MaybeFault SetValue(const FieldDescriptor& field, const std::string& value, Message& config) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(field, value, config);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(field, value, config);
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetNumber(field, value, config);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetDuration(field, value, config);
    default:
      config.GetReflection()->SetString(&config, &field, value);
      return absl::nullopt;
  }
}

// Takes the values of a flag that may be repeated in place of the file's.
void SetList(const FlagValue& flag, const FieldDescriptor& field, ConfigBuilder& draft) {
  const auto* reflection = draft.config().GetReflection();
  reflection->ClearField(&draft.config(), &field);
  draft.SetPlace(flag.setting, FlagOf(flag.setting));
  for (const std::string& value : flag.values) {
    if (value.empty()) {
      draft.AddFault(FlagOf(flag.setting), "needs a value");
    } else {
      reflection->AddString(&draft.config(), &field, value);
    }
  }
}

}  // namespace

void ApplyFlags(const std::vector<FlagValue>& flags, ConfigBuilder& draft) {
  for (const FlagValue& flag : flags) {
    const std::string name = FlagOf(flag.setting);
    const FieldDescriptor& field =
        *agent::v1::AgentConfig::descriptor()->FindFieldByName(flag.setting);
    if (field.is_repeated()) {
      SetList(flag, field, draft);
      continue;
    }
    const bool is_bool = field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
    if (flag.values.size() > 1) {
      draft.AddFault(name, "is given more than once");
    } else if (flag.values.front().empty() && !is_bool) {
      draft.AddFault(name, "needs a value");
    } else {
      const std::string value =
          is_bool && flag.values.front().empty() ? "true" : flag.values.front();
      if (MaybeFault fault = SetValue(field, value, draft.config())) {
        draft.AddFault(name, *std::move(fault));
      } else {
        draft.SetPlace(flag.setting, name);
      }
    }
  }
}

}  // namespace linkstat::app
