#include "agent/app/config_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace linkstat::app {
namespace {

using google::protobuf::TextFormat;

constexpr size_t kMaxConfigSize = 1 << 20;

std::string LinePlace(absl::string_view file, int line) {
  return absl::StrCat(file, ":", line + 1);
}

// The parser stops at its first error; fields that it does not know are
// warnings to it and all of them are told.
class DraftCollector final : public google::protobuf::io::ErrorCollector {
 public:
  DraftCollector(absl::string_view file, SettingDraft& draft) : file_(file), draft_(draft) {}

  void AddError(int line, int, const std::string& text) override {
    draft_.AddFault(LinePlace(file_, line),
                    absl::StrCat("is no setting in textproto (", Meaning(text),
                                 "); what follows was not judged"));
  }
  void AddWarning(int line, int, const std::string& text) override {
    draft_.AddFault(LinePlace(file_, line), absl::StrCat("the agent has no setting ", Name(text)));
  }

 private:
  // The parser tells the name of an unknown field last, in quotation marks.
  static absl::string_view Name(absl::string_view text) {
    const size_t end = text.rfind('"');
    const size_t begin = text.substr(0, end).rfind('"');
    return begin == absl::string_view::npos ? "of this name"
                                            : text.substr(begin + 1, end - begin - 1);
  }

  static absl::string_view Meaning(absl::string_view text) {
    return absl::StartsWith(text, "Unknown enumeration value") ? "unknown value" : text;
  }

  const absl::string_view file_;
  SettingDraft& draft_;
};

}  // namespace

void ReadConfigText(absl::string_view text, absl::string_view file, SettingDraft& draft) {
  DraftCollector collector(file, draft);
  TextFormat::ParseInfoTree locations;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.AllowUnknownField(true);
  parser.WriteLocationsTo(&locations);
  parser.ParseFromString(std::string(text), &draft.config());
  const auto* type = agent::v1::AgentConfig::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const TextFormat::ParseLocation at = locations.GetLocation(type->field(i), -1);
    if (at.line < 0) continue;
    const std::string& name = type->field(i)->name();
    draft.SetPlace(name, absl::StrCat(LinePlace(file, at.line), ": ", name));
  }
}

void ReadConfigFile(const std::string& path, SettingDraft& draft) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return draft.AddFault("--config", absl::StrCat(path, " is a directory"));
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return draft.AddFault("--config",
                          absl::StrCat(path, " cannot be read: ", std::strerror(errno)));
  }
  std::string text(kMaxConfigSize + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMaxConfigSize) {
    return draft.AddFault("--config", absl::StrCat(path, " is larger than 1 MiB"));
  }
  ReadConfigText(text, path, draft);
}

}  // namespace linkstat::app
