#ifndef LINKSTAT_AGENT_APP_COMMAND_SETTINGS_REFERENCE_H_
#define LINKSTAT_AGENT_APP_COMMAND_SETTINGS_REFERENCE_H_

#include <string>

#include "agent/app/config/setting.h"

namespace linkstat::app {

// `--max-calls NUMBER`.
std::string UsageOf(const Setting& setting);

// One line for `--help`: what the setting is, its bounds and, in brackets, its default.
std::string HelpOf(const Setting& setting);

// Every setting in Markdown. It is docs/reference/settings.md, and agent/man/make makes
// it into a part of linkstat-agent(8).
std::string SettingsReference();

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_SETTINGS_REFERENCE_H_
