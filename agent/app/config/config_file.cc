#include "agent/app/config/config_file.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/base/parse_error_collector.h"
#include "agent/catalog/read_file.h"
#include "agent/catalog/word_before.h"
#include "agent/core/bounds.h"
#include "google/protobuf/text_format.h"

namespace linkstat::app {
namespace {

using google::protobuf::TextFormat;

// The catalog's reader, which also reads the settings, takes in no more.
constexpr size_t kMaxConfigSize = core::kMaxCatalogTextSize;

std::string LinePlace(absl::string_view file, int line) {
  return absl::StrCat(file, ":", line + 1);
}

// The parser's errors that are about a field it could read, by how they begin,
// and what they say of it. The parser tells them when it has read one word on.
struct FieldFault {
  const char* begin;
  const char* meaning;
};
constexpr FieldFault kFieldFaults[] = {
    {"Unknown enumeration value", "has no such value"},
    {"Invalid value for boolean field", "takes true or false"},
    {"Non-repeated field", "is set twice"},
};

// The parser stops at its first error; fields that it does not know are
// warnings to it and all of them are told.
class DraftCollector final : public ParseErrorCollector {
 public:
  DraftCollector(absl::string_view text, absl::string_view file, ConfigBuilder& draft)
      : text_(text), file_(file), draft_(draft) {}

  void Error(int line, int column, absl::string_view error) override {
    constexpr char kRest[] = "; the rest was not checked";
    for (const FieldFault& fault : kFieldFaults) {
      if (!absl::StartsWith(error, fault.begin)) continue;
      const int at = catalog::WordsBefore(text_, {{line, column}}).front().first;
      return draft_.AddFault(absl::StrCat(LinePlace(file_, at), ": ", FieldOf(error)),
                             absl::StrCat(fault.meaning, kRest));
    }
    draft_.AddFault(LinePlace(file_, line),
                    absl::StrCat("is no setting in textproto (", error, ")", kRest));
  }
  void Warning(int line, int, absl::string_view warning) override {
    draft_.AddFault(LinePlace(file_, line),
                    absl::StrCat("the agent has no setting ", UnknownName(warning)));
  }

 private:
  static absl::string_view FieldOf(absl::string_view error) {
    constexpr absl::string_view kBefore = "field \"";
    const absl::string_view name = error.substr(error.find(kBefore) + kBefore.size());
    return name.substr(0, name.find('"'));
  }

  // The parser tells the name of an unknown field last, in quotation marks.
  static absl::string_view UnknownName(absl::string_view warning) {
    const size_t end = warning.rfind('"');
    const size_t begin = warning.substr(0, end).rfind('"');
    return begin == absl::string_view::npos ? "of this name"
                                            : warning.substr(begin + 1, end - begin - 1);
  }

  const absl::string_view text_;
  const absl::string_view file_;
  ConfigBuilder& draft_;
};

}  // namespace

bool ReadConfigText(absl::string_view text, absl::string_view file, ConfigBuilder& draft) {
  DraftCollector collector(text, file, draft);
  TextFormat::ParseInfoTree locations;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.AllowUnknownField(true);
  parser.WriteLocationsTo(&locations);
  const bool whole = parser.ParseFromString(std::string(text), &draft.config());
  const auto* type = agent::v1::AgentConfig::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    // Of several values the first one's place stands for all.
    const int index = type->field(i)->is_repeated() ? 0 : -1;
    const TextFormat::ParseLocation at = locations.GetLocation(type->field(i), index);
    if (at.line < 0) continue;
    const std::string name(type->field(i)->name());
    draft.SetPlace(name, absl::StrCat(LinePlace(file, at.line), ": ", name));
  }
  return whole;
}

bool ReadConfigFile(const std::string& path, ConfigBuilder& draft) {
  const catalog::FileContent file = catalog::ReadFile(path);
  if (!file.text) {
    draft.AddFault("--config", absl::StrCat(path, ": ", file.error));
    return false;
  }
  if (file.text->size() > kMaxConfigSize) {
    draft.AddFault("--config", absl::StrCat(path, ": the file is larger than 1 MiB"));
    return false;
  }
  return ReadConfigText(*file.text, path, draft);
}

}  // namespace linkstat::app
