#include "agent/app/config/config_file.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/base/parse_error_collector.h"
#include "agent/base/regular_file.h"
#include "agent/catalog/word_before.h"
#include "google/protobuf/text_format.h"

namespace linkstat::app {
namespace {

using catalog::TextPosition;
using google::protobuf::TextFormat;

constexpr size_t kMaxConfigSize = 1 << 20;

constexpr absl::string_view kRest = "; the rest of the file was not checked";

std::string LinePlace(absl::string_view file, int line) {
  return absl::StrCat(file, ":", line + 1);
}

// The parser stops at its first error. One that is about a single value is taken out of
// the text, so that the rest can be read. Fields that it does not know are warnings.
class ConfigErrorCollector final : public ParseErrorCollector {
 public:
  ConfigErrorCollector(std::string& text, absl::string_view file, ConfigBuilder& builder)
      : text_(text), file_(file), builder_(builder) {}

  void Error(int line, int column, absl::string_view error) override {
    // A later error of the same run can follow from the first; the next run reports the rest.
    if (wrong_.has_value()) return;
    const TextPosition before = WordBefore({line, column});
    const bool is_repetition = absl::StartsWith(error, "Non-repeated field");
    // A word that is wrong is reported when the parser has read past it.
    const bool is_past_value = !is_repetition && absl::StrContains(error, "field \"");
    const size_t name = catalog::OffsetOf(text_, is_past_value ? WordBefore(before) : before);
    const std::string field = text_.substr(name, text_.find_first_not_of(kWord, name) - name);
    const std::string meaning =
        is_repetition ? "set more than once" : ValueFault(error, FindSetting(field));
    const size_t value =
        catalog::OffsetOf(text_, is_past_value ? before : TextPosition(line, column));
    wrong_ = {name, meaning.empty() ? absl::string_view::npos : TokenEnd(value)};
    const absl::string_view rest = CanGoOn() ? "" : kRest;
    if (meaning.empty()) {
      builder_.AddFault(LinePlace(file_, line),
                        absl::StrCat("not a setting in text format (", error, ")", rest));
    } else {
      builder_.AddFault(absl::StrCat(LinePlace(file_, before.first), ": ", field),
                        absl::StrCat(meaning, rest));
    }
  }

  void Warning(int line, int, absl::string_view warning) override {
    unknown_.push_back({LinePlace(file_, line), absl::StrCat("unknown setting ", NameIn(warning))});
  }

  // Whether the error is of a value that can be taken out.
  bool CanGoOn() const { return wrong_.has_value() && wrong_->second != absl::string_view::npos; }

  // Takes the value out, with its setting, for the parser to begin again.
  void TakeOut() {
    for (size_t i = wrong_->first; i < wrong_->second; ++i) {
      if (text_[i] != '\n') text_[i] = ' ';
    }
    wrong_.reset();
    unknown_.clear();
  }

  // The settings that the last run of the parser did not know.
  const std::vector<SettingFault>& unknown() const { return unknown_; }

 private:
  TextPosition WordBefore(const TextPosition& at) const {
    return catalog::WordsBefore(text_, {at}).front();
  }

  // The fault of the setting's value that the error is about; empty for other errors.
  static std::string ValueFault(absl::string_view error, const Setting* setting) {
    if (setting == nullptr || absl::StartsWith(error, "Expected \":\"")) return "";
    // Behind a text, which is no word, the word before is the setting's name as well.
    if (setting->cpp_type() == Setting::CPPTYPE_STRING &&
        !absl::StartsWith(error, "Expected string")) {
      return "";
    }
    return absl::StrCat("must be ", RightValues(*setting, Spelling::kFile));
  }

  // Where the word or the quoted text ends that begins at `begin`, or after a colon there;
  // npos when it is something else.
  size_t TokenEnd(size_t begin) const {
    if (begin < text_.size() && text_[begin] == ':') {
      begin = std::min(text_.find_first_not_of(" \t\n", begin + 1), text_.size());
    }
    const absl::string_view token = absl::string_view(text_).substr(begin);
    const size_t word = std::min(token.find_first_not_of(kWord), token.size());
    if (word > 0) return begin + word;
    if (token.empty() || (token[0] != '"' && token[0] != '\'')) return absl::string_view::npos;
    const size_t quote = token.find_first_of(absl::StrCat("\\\n", token.substr(0, 1)), 1);
    const bool ends = quote != absl::string_view::npos && token[quote] == token[0];
    return ends ? begin + quote + 1 : absl::string_view::npos;
  }

  // The parser names an unknown field last, in quotation marks.
  static absl::string_view NameIn(absl::string_view warning) {
    const size_t end = warning.rfind('"');
    const size_t begin = warning.substr(0, end).rfind('"');
    return begin == absl::string_view::npos ? "of an unreadable name"
                                            : warning.substr(begin + 1, end - begin - 1);
  }

  static constexpr char kWord[] =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-";
  std::string& text_;
  const absl::string_view file_;
  ConfigBuilder& builder_;
  std::vector<SettingFault> unknown_;
  // From the setting's name to the end of its wrong value.
  std::optional<std::pair<size_t, size_t>> wrong_;
};

}  // namespace

bool ReadConfigText(absl::string_view text, absl::string_view file, ConfigBuilder& builder) {
  // Each error costs another run of the parser.
  constexpr int kMaxRuns = 100;
  std::string rest(text);
  ConfigErrorCollector collector(rest, file, builder);
  TextFormat::ParseInfoTree locations;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.AllowUnknownField(true);
  parser.WriteLocationsTo(&locations);
  bool whole = parser.ParseFromString(rest, &builder.config());
  for (int run = 1; !whole && collector.CanGoOn() && run < kMaxRuns; ++run) {
    collector.TakeOut();
    whole = parser.ParseFromString(rest, &builder.config());
  }
  if (!whole && collector.CanGoOn()) {
    builder.AddFault(std::string(file), absl::StrCat("too many wrong values", kRest));
  }
  for (const Setting* setting : AllSettings()) {
    // The place of the first of several values is that of all.
    const TextFormat::ParseLocation at =
        locations.GetLocation(setting, setting->is_repeated() ? 0 : -1);
    if (at.line < 0) continue;
    const std::string name(setting->name());
    builder.SetPlace(name, absl::StrCat(LinePlace(file, at.line), ": ", name));
  }
  for (const SettingFault& fault : collector.unknown()) builder.AddFault(fault.place, fault.text);
  return whole;
}

bool ReadConfigFile(const std::string& path, ConfigBuilder& builder) {
  const FileContent file = ReadRegularFile(path, kMaxConfigSize);
  if (!file.text) {
    builder.AddFault("--config", absl::StrCat(path, ": ", file.error));
    return false;
  }
  if (file.text->size() > kMaxConfigSize) {
    builder.AddFault("--config", absl::StrCat(path, ": the file is larger than 1 MiB"));
    return false;
  }
  return ReadConfigText(*file.text, path, builder);
}

}  // namespace linkstat::app
