#include "agent/app/config/config_builder.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace linkstat::app {

void ConfigBuilder::AddFaultOf(absl::string_view name, std::string text) {
  AddFault(PlaceOf(name), std::move(text));
}

std::string ConfigBuilder::PlaceOf(absl::string_view name) const {
  const auto place = places_.find(std::string(name));
  return place == places_.end() ? FlagOf(name) : place->second;
}

std::string FlagOf(absl::string_view name) {
  return absl::StrCat("--", absl::StrReplaceAll(name, {{"_", "-"}}));
}

}  // namespace linkstat::app
