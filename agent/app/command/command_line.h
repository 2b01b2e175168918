#ifndef LINKSTAT_AGENT_APP_COMMAND_COMMAND_LINE_H_
#define LINKSTAT_AGENT_APP_COMMAND_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "agent/app/command/healthcheck.h"
#include "agent/app/command/store_command.h"
#include "agent/app/config/config_builder.h"
#include "agent/app/config/flag_values.h"

namespace linkstat::app {

// What the agent's process is asked to do.
enum class Mode { kServe, kCheckConfig, kHealthcheck, kStore, kPrint };

// A command line, read but not yet judged.
struct CommandLine {
  Mode mode = Mode::kServe;
  // kPrint: the help or the version.
  std::string text;
  // The settings' flags that were given.
  std::vector<FlagValue> flags;
  absl::optional<std::string> config_file;
  HealthcheckOptions healthcheck;
  StoreCommand store;
  // Every word that means nothing to the agent.
  std::vector<SettingFault> faults;
};

CommandLine ParseCommandLine(int argc, const char* const* argv);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_COMMAND_LINE_H_
