#ifndef LINKSTAT_AGENT_APP_CONFIG_CONFIG_BUILDER_H_
#define LINKSTAT_AGENT_APP_CONFIG_CONFIG_BUILDER_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/app/config/setting.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// What is wrong with the settings, for an operator. `place` is a flag (`--listen`), a
// setting in the file (`FILE:LINE: listen`) or, for anything else, a line of the file;
// `text` completes it.
struct SettingFault {
  std::string place;
  std::string text;
};

// Settings on their way from flags and file, with every fault found so far.
class ConfigBuilder {
 public:
  agent::v1::AgentConfig& config() { return config_; }
  const agent::v1::AgentConfig& config() const { return config_; }

  // Remembers where the setting `name` (as in AgentConfig) comes from; the last
  // place counts.
  void SetPlace(absl::string_view name, std::string place) {
    places_[std::string(name)] = std::move(place);
  }

  void AddFault(std::string place, std::string text) {
    faults_.push_back({std::move(place), std::move(text)});
  }
  // A fault of the setting `name`, at the place that it comes from.
  void AddFaultOf(absl::string_view name, std::string text) {
    AddFault(PlaceOf(name), std::move(text));
  }

  // Where the setting comes from; its flag when it has no place.
  std::string PlaceOf(absl::string_view name) const {
    const auto place = places_.find(std::string(name));
    return place == places_.end() ? FlagOf(name) : place->second;
  }

  const std::vector<SettingFault>& faults() const { return faults_; }

 private:
  agent::v1::AgentConfig config_;
  std::map<std::string, std::string> places_;
  std::vector<SettingFault> faults_;
};

// A setting's flag as it was given: one value for each time that it was, empty where
// there was none.
struct FlagValue {
  std::string setting;
  std::vector<std::string> values;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_CONFIG_BUILDER_H_
