#ifndef LINKSTAT_AGENT_APP_COMMAND_STORE_COMMAND_H_
#define LINKSTAT_AGENT_APP_COMMAND_STORE_COMMAND_H_

#include <ostream>
#include <string>

#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// A command on a store's file, whether an agent uses it or not.
struct StoreCommand {
  enum class Verb { kBackup, kCheck };
  Verb verb = Verb::kCheck;
  // Where the backup goes, or the file to check; empty: the store of the settings.
  std::string file;
};

// Carries it out with checked settings. Writes what was found or done to `out`,
// and why it could not be done to `errors`, without a path. Returns the exit code:
// kExitOk, kExitDamaged, kExitBadSettings when the file is none for this, and
// kExitUnreachable when it cannot be read or written now.
int RunStoreCommand(const StoreCommand& command, const agent::v1::AgentConfig& config,
                    std::ostream& out, std::ostream& errors);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_STORE_COMMAND_H_
