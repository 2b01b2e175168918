#ifndef LINKSTAT_AGENT_APP_COMMAND_COMMAND_LINE_H_
#define LINKSTAT_AGENT_APP_COMMAND_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "agent/app/command/healthcheck.h"
#include "agent/app/command/store_command.h"
#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// What the process is started to do.
enum class Mode { kServe, kCheckConfig, kHealthcheck, kStore, kPrint };

// A command line, read but not checked.
struct CommandLine {
  Mode mode = Mode::kServe;
  // kPrint: what to print.
  std::string text;
  // The settings' flags that were given.
  std::vector<FlagValue> flags;
  // Empty: none.
  std::string config_file;
  HealthcheckOptions healthcheck;
  StoreCommand store;
  // Every word that is unknown.
  std::vector<SettingFault> faults;
};

CommandLine ParseCommandLine(int argc, const char* const* argv);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_COMMAND_LINE_H_
