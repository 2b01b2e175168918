#ifndef LINKSTAT_AGENT_APP_CONFIG_CONFIG_FILE_H_
#define LINKSTAT_AGENT_APP_CONFIG_CONFIG_FILE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// Takes the settings of a file in textproto into `draft`, and every fault of
// the text as far as it can be read. A file that cannot be read, is no regular
// file or is larger than 1 MiB, is a fault of `--config`. Never waits for a
// writer. False when the file was not read to its end: settings that stand in it
// can then be absent from `draft` or there in part.
bool ReadConfigFile(const std::string& path, ConfigBuilder& draft);

// Likewise from a text; `file` names it in places.
bool ReadConfigText(absl::string_view text, absl::string_view file, ConfigBuilder& draft);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_CONFIG_FILE_H_
