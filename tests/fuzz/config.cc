// The agent's config file: read and checked, and settings without a fault come
// back from their own text.

#include <string>

#include "absl/strings/match.h"
#include "agent/app/config/check_settings.h"
#include "agent/app/config/config_file.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr char kFile[] = "agent.textproto";

void RequireStable(const agent::v1::AgentConfig& config) {
  agent::v1::AgentConfig again = config;
  app::FillDefaults(again);
  Require(MessageDifferencer::Equals(again, config), "defaults are filled in once");
  std::string text;
  google::protobuf::TextFormat::PrintToString(config, &text);
  app::ConfigBuilder builder;
  Require(app::ReadConfigText(text, kFile, builder), "settings are read from their own text");
  app::CheckSettings(builder);
  Require(builder.faults().empty(), "settings with their defaults have no fault");
  Require(MessageDifferencer::Equals(builder.config(), config), "they are the same ones");
}

void Run(absl::string_view text) {
  app::ConfigBuilder builder;
  const bool whole = app::ReadConfigText(text, kFile, builder);
  Require(whole || !builder.faults().empty(), "a file that is not read to its end has a fault");
  if (whole) app::CheckSettings(builder);
  for (const app::SettingFault& fault : builder.faults()) {
    Require(absl::StartsWith(fault.place, kFile) || absl::StartsWith(fault.place, "--"),
            "a fault has a place");
    Require(!fault.text.empty(), "a fault says what is wrong");
  }
  if (!builder.faults().empty()) return;
  app::FillDefaults(builder.config());
  RequireStable(builder.config());
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
