#include <unistd.h>

#include <cstdint>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "agent/access/policy.h"
#include "agent/app/config/durations.h"
#include "agent/app/config/listen_address.h"
#include "agent/app/config/module_options.h"
#include "agent/app/config/setting.h"
#include "agent/base/standard_descriptors.h"
#include "agent/store/spec.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using google::protobuf::EnumDescriptor;
using MaybeFault = std::optional<std::string>;

constexpr char kNeedsValue[] = "needs a value";

// `field`: what the message begins with, which the place of the fault names already.
MaybeFault FaultOf(const absl::Status& status, absl::string_view field = "") {
  if (status.ok()) return std::nullopt;
  return std::string(absl::StripPrefix(status.message(), field));
}

bool IsFileMode(absl::string_view text) {
  return text.size() == 4 && text[0] == '0' && (text[1] == '6' || text[1] == '7') &&
         absl::c_all_of(text, [](char c) { return c >= '0' && c <= '7'; });
}

MaybeFault FormFault(agent::v1::TextForm form, const std::string& text) {
  switch (form) {
    case agent::v1::TEXT_FORM_LISTEN_ADDRESS:
      return FaultOf(ParseListenAddress(text).status());
    case agent::v1::TEXT_FORM_IP_ADDRESS: {
      const absl::StatusOr<ListenAddress> address = ParseListenAddress(text);
      if (address.ok() && address->IsIp()) return std::nullopt;
      return "must be IP:PORT, [IPV6]:PORT or localhost:PORT";
    }
    case agent::v1::TEXT_FORM_FILE_MODE:
      if (IsFileMode(text)) return std::nullopt;
      return "must be four octal digits from 0600 to 0777";
    case agent::v1::TEXT_FORM_STORE:
      return FaultOf(store::ParseStoreSpec(text).status(), "store ");
    case agent::v1::TEXT_FORM_AUDIT_TARGET: {
      const absl::StatusOr<AuditTarget> target = ParseAuditTarget(text);
      if (!target.ok() || target->file.has_value() || !ClosedAtStart(STDOUT_FILENO)) {
        return FaultOf(target.status());
      }
      return "standard output is closed";
    }
    case agent::v1::TEXT_FORM_IDENTITY: {
      const std::optional<std::string> fault = access::IdentityFault(text);
      return fault ? MaybeFault(*fault) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

bool ParseNumber(absl::string_view text, uint32_t& number) {
  return absl::SimpleAtoi(text, &number);
}

bool ParseFiniteDuration(absl::string_view text, absl::Duration& duration) {
  return absl::ParseDuration(text, &duration) && duration != absl::InfiniteDuration() &&
         duration != -absl::InfiniteDuration();
}

// Whether the setting's bounds, if it has any, allow the value.
template <typename Value, typename Parse>
bool Allows(const Setting& setting, const Value& value, Parse parse) {
  Value minimum;
  Value maximum;
  return !parse(OptionsOf(setting).minimum(), minimum) ||
         !parse(OptionsOf(setting).maximum(), maximum) || (minimum <= value && value <= maximum);
}

bool IsRight(const Setting& setting, const AgentConfig& config) {
  const auto& reflection = *config.GetReflection();
  switch (setting.cpp_type()) {
    case Setting::CPPTYPE_ENUM:
      return setting.enum_type()->FindValueByNumber(reflection.GetEnumValue(config, &setting)) !=
             nullptr;
    case Setting::CPPTYPE_UINT32:
      return Allows(setting, reflection.GetUInt32(config, &setting), ParseNumber);
    case Setting::CPPTYPE_MESSAGE: {
      google::protobuf::Duration message;
      message.CopyFrom(reflection.GetMessage(config, &setting));
      const std::optional<absl::Duration> duration = FromProto(message);
      return duration.has_value() && Allows(setting, *duration, ParseFiniteDuration);
    }
    default:
      return true;
  }
}

bool SetEnum(const Setting& setting, absl::string_view text, AgentConfig& config) {
  const EnumDescriptor& type = *setting.enum_type();
  const std::vector<std::string> words = WordsOf(type, Spelling::kFlag);
  const auto word = absl::c_find(words, text);
  if (word == words.end()) return false;
  const auto index = static_cast<size_t>(word - words.begin());
  config.GetReflection()->SetEnum(&config, &setting,
                                  type.FindValueByName(WordsOf(type, Spelling::kFile)[index]));
  return true;
}

// Whether the text is of the setting's type.
bool Set(const Setting& setting, absl::string_view text, AgentConfig& config) {
  const auto& reflection = *config.GetReflection();
  switch (setting.cpp_type()) {
    case Setting::CPPTYPE_BOOL:
      if (!text.empty() && text != "true" && text != "false") return false;
      reflection.SetBool(&config, &setting, text != "false");
      return true;
    case Setting::CPPTYPE_ENUM:
      return SetEnum(setting, text, config);
    case Setting::CPPTYPE_UINT32: {
      uint32_t number = 0;
      if (!ParseNumber(text, number)) return false;
      reflection.SetUInt32(&config, &setting, number);
      return true;
    }
    case Setting::CPPTYPE_MESSAGE: {
      absl::Duration duration;
      if (!ParseFiniteDuration(text, duration)) return false;
      reflection.MutableMessage(&config, &setting)->CopyFrom(ToProto(duration));
      return true;
    }
    default:
      if (setting.is_repeated()) {
        reflection.AddString(&config, &setting, std::string(text));
      } else {
        reflection.SetString(&config, &setting, std::string(text));
      }
      return true;
  }
}

}  // namespace

std::optional<std::string> SetValue(const Setting& setting, absl::string_view text,
                                    AgentConfig& config) {
  if (text.empty() && setting.cpp_type() != Setting::CPPTYPE_BOOL) return kNeedsValue;
  if (Set(setting, text, config)) return std::nullopt;
  return absl::StrCat("must be ", RightValues(setting, Spelling::kFlag));
}

std::vector<std::string> ValueFaults(const Setting& setting, Spelling spelling,
                                     const AgentConfig& config) {
  if (!IsRight(setting, config)) {
    return {absl::StrCat("must be ", RightValues(setting, spelling))};
  }
  std::vector<std::string> faults;
  if (setting.cpp_type() != Setting::CPPTYPE_STRING) return faults;
  const auto& reflection = *config.GetReflection();
  const int count = setting.is_repeated() ? reflection.FieldSize(config, &setting) : 1;
  for (int i = 0; i < count; ++i) {
    const std::string text = setting.is_repeated()
                                 ? reflection.GetRepeatedString(config, &setting, i)
                                 : reflection.GetString(config, &setting);
    const MaybeFault fault =
        text.empty() ? kNeedsValue : FormFault(OptionsOf(setting).form(), text);
    if (!fault) continue;
    faults.push_back(count == 1 ? *fault : absl::StrCat("value ", i + 1, " ", *fault));
  }
  return faults;
}

}  // namespace linkstat::app
