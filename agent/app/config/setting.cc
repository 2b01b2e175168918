#include "agent/app/config/setting.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;
using google::protobuf::EnumDescriptor;

// `a, b or c`.
std::string Alternatives(std::vector<std::string> words) {
  const std::string last = words.back();
  words.pop_back();
  return words.empty() ? last : absl::StrCat(absl::StrJoin(words, ", "), " or ", last);
}

}  // namespace

std::vector<const Setting*> AllSettings() {
  std::vector<const Setting*> settings;
  const auto& type = *AgentConfig::descriptor();
  for (int i = 0; i < type.field_count(); ++i) settings.push_back(type.field(i));
  return settings;
}

const Setting* FindSetting(absl::string_view name) {
  return AgentConfig::descriptor()->FindFieldByName(std::string(name));
}

const agent::v1::SettingOptions& OptionsOf(const Setting& setting) {
  return setting.options().GetExtension(agent::v1::setting);
}

std::string FlagOf(absl::string_view name) {
  return absl::StrCat("--", absl::StrReplaceAll(name, {{"_", "-"}}));
}

std::vector<std::string> WordsOf(const EnumDescriptor& type, Spelling spelling) {
  const size_t prefix =
      type.FindValueByNumber(0)->name().size() - absl::string_view("UNSPECIFIED").size();
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    const std::string name(type.value(i)->name());
    words.push_back(spelling == Spelling::kFile ? name
                                                : absl::AsciiStrToLower(name.substr(prefix)));
  }
  return words;
}

std::string PlaceholderOf(const Setting& setting) {
  const std::string& stated = OptionsOf(setting).placeholder();
  if (!stated.empty()) return stated;
  const std::string& form = agent::v1::TextForm_Name(OptionsOf(setting).form());
  switch (setting.cpp_type()) {
    case Setting::CPPTYPE_STRING:
      return form.substr(form.rfind('_') + 1);
    case Setting::CPPTYPE_BOOL:
      return "";
    case Setting::CPPTYPE_ENUM:
      return absl::StrJoin(WordsOf(*setting.enum_type(), Spelling::kFlag), "|");
    case Setting::CPPTYPE_MESSAGE:
      return "TIME";
    default:
      return "NUMBER";
  }
}

std::string RangeOf(const Setting& setting) {
  const agent::v1::SettingOptions& options = OptionsOf(setting);
  if (options.minimum().empty()) return "";
  return absl::StrCat(options.minimum(), " to ", options.maximum());
}

const std::string& DefaultText(const Setting& setting) {
  const agent::v1::SettingOptions& options = OptionsOf(setting);
  return options.default_value().empty() ? options.when_absent() : options.default_value();
}

std::string RightValues(const Setting& setting, Spelling spelling) {
  const std::string range = RangeOf(setting);
  const std::string bounds = range.empty() ? "" : absl::StrCat(" from ", range);
  switch (setting.cpp_type()) {
    case Setting::CPPTYPE_BOOL:
      return "true or false";
    case Setting::CPPTYPE_ENUM:
      return Alternatives(WordsOf(*setting.enum_type(), spelling));
    case Setting::CPPTYPE_MESSAGE:
      return absl::StrCat("a duration", bounds, ", such as ",
                          spelling == Spelling::kFlag ? "10s" : "{ seconds: 10 }");
    case Setting::CPPTYPE_STRING:
      return "text in quotation marks";
    default:
      return absl::StrCat("a whole number", bounds);
  }
}

bool IsSet(const Setting& setting, const AgentConfig& config) {
  const auto& reflection = *config.GetReflection();
  return setting.is_repeated() ? reflection.FieldSize(config, &setting) > 0
                               : reflection.HasField(config, &setting);
}

}  // namespace linkstat::app
