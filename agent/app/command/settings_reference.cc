#include "agent/app/command/settings_reference.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace linkstat::app {
namespace {

constexpr char kIntroduction[] =
    "# Settings of linkstat-agent\n\n"
    "<!-- Generated: linkstat-agent --settings-reference >docs/reference/settings.md -->\n\n"
    "Each setting is a flag, and a field of the file that `--config` names, in protobuf's text\n"
    "format. The field has the flag's name with underscores. Flags take precedence over the\n"
    "file. `--check-config` prints the settings, or everything that is wrong with them.\n\n"
    "| value | flag | field |\n"
    "| --- | --- | --- |\n"
    "| number | `--max-calls 500` | `max_calls: 500` |\n"
    "| TIME | `--drain-linger 1500ms`, `10s`, `1h30m` | `drain_linger { seconds: 10 }` |\n"
    "| one of several words | `--log-level info` | `log_level: LOG_LEVEL_INFO` |\n"
    "| text | `--store memory` | `store: \"memory\"` |\n"
    "| switch | `--allow-insecure` | `allow_insecure: true` |\n";

// A paragraph, wrapped, after an empty line.
void AppendParagraph(const std::string& paragraph, std::string& text) {
  constexpr size_t kWidth = 100;
  size_t column = kWidth;
  for (const absl::string_view word : absl::StrSplit(paragraph, ' ')) {
    const bool fits = column + 1 + word.size() <= kWidth;
    absl::StrAppend(&text, fits ? " " : "\n", word);
    column = fits ? column + 1 + word.size() : word.size();
  }
  text += "\n";
}

// Its bounds, default and the like, in sentences.
std::string FactsOf(const Setting& setting) {
  std::string facts;
  const std::string range = RangeOf(setting);
  if (!range.empty()) absl::StrAppend(&facts, "From ", range, ". ");
  if (!OptionsOf(setting).needs().empty()) {
    absl::StrAppend(&facts, "Requires `", OptionsOf(setting).needs(), "`. ");
  }
  if (setting.is_repeated()) absl::StrAppend(&facts, "Repeatable. ");
  if (setting.cpp_type() == Setting::CPPTYPE_ENUM) {
    absl::StrAppend(&facts, "In the file: ", RightValues(setting, Spelling::kFile), ". ");
  }
  const std::string& value = OptionsOf(setting).default_value();
  if (!value.empty()) return absl::StrCat(facts, "Default: `", value, "`.");
  if (DefaultText(setting).empty()) return absl::StrCat(facts, "No default.");
  return absl::StrCat(facts, "Default: ", DefaultText(setting), ".");
}

}  // namespace

std::string UsageOf(const Setting& setting) {
  const std::string placeholder = PlaceholderOf(setting);
  return absl::StrCat(FlagOf(setting.name()), placeholder.empty() ? "" : " ", placeholder);
}

std::string HelpOf(const Setting& setting) {
  const std::string range = RangeOf(setting);
  const std::string& value = DefaultText(setting);
  return absl::StrCat(OptionsOf(setting).help(), range.empty() ? "" : ", ", range,
                      setting.is_repeated() ? "; repeatable" : "",
                      value.empty() ? "" : absl::StrCat(" [", value, "]"));
}

std::string SettingsReference() {
  std::string text = kIntroduction;
  for (const Setting* setting : AllSettings()) {
    const agent::v1::SettingOptions& options = OptionsOf(*setting);
    if (!options.heading().empty()) absl::StrAppend(&text, "\n## ", options.heading(), "\n");
    absl::StrAppend(&text, "\n### `", UsageOf(*setting), "`\n");
    AppendParagraph(
        absl::StrCat(options.help(), ".", options.details().empty() ? "" : " ", options.details()),
        text);
    AppendParagraph(FactsOf(*setting), text);
  }
  return text;
}

}  // namespace linkstat::app
