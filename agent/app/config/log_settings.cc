#include "agent/app/config/log_settings.h"

namespace linkstat::app {
namespace {

telemetry::LogLevel LevelOf(agent::v1::LogLevel level) {
  switch (level) {
    case agent::v1::LOG_LEVEL_DEBUG:
      return telemetry::LogLevel::kDebug;
    case agent::v1::LOG_LEVEL_WARNING:
      return telemetry::LogLevel::kWarning;
    case agent::v1::LOG_LEVEL_ERROR:
      return telemetry::LogLevel::kError;
    default:
      return telemetry::LogLevel::kInfo;
  }
}

}  // namespace

telemetry::LogLevel CallLevelOf(const agent::v1::AgentConfig& config) {
  return LevelOf(config.call_log_level());
}

telemetry::LogOptions LogOptionsOf(const agent::v1::AgentConfig& config, bool is_terminal,
                                   bool no_color) {
  telemetry::LogOptions options;
  options.least = LevelOf(config.log_level());
  const bool text = config.log_format() == agent::v1::LOG_FORMAT_TEXT ||
                    (config.log_format() != agent::v1::LOG_FORMAT_JSON && is_terminal);
  const bool colored = text && is_terminal && !no_color;
  options.style = colored ? telemetry::LogStyle::kColoredText
                  : text  ? telemetry::LogStyle::kText
                          : telemetry::LogStyle::kJson;
  return options;
}

}  // namespace linkstat::app
