#include "agent/app/setting_draft.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace linkstat::app {

void SettingDraft::AddFaultOf(absl::string_view name, std::string text) {
  const auto place = places_.find(std::string(name));
  AddFault(place == places_.end() ? FlagOf(name) : place->second, std::move(text));
}

std::string FlagOf(absl::string_view name) {
  return absl::StrCat("--", absl::StrReplaceAll(name, {{"_", "-"}}));
}

}  // namespace linkstat::app
