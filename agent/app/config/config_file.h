#ifndef LINKSTAT_AGENT_APP_CONFIG_CONFIG_FILE_H_
#define LINKSTAT_AGENT_APP_CONFIG_CONFIG_FILE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// Reads the settings of a file in textproto into `builder`, with every fault of the text
// as far as it can be read. A file that cannot be read, is not a regular file or is larger
// than 1 MiB, is a fault of `--config`. Never waits for a writer. False when the file was
// not read to its end: its settings can then be absent from `builder` or incomplete.
bool ReadConfigFile(const std::string& path, ConfigBuilder& builder);

// Likewise from a text; `file` names it in places.
bool ReadConfigText(absl::string_view text, absl::string_view file, ConfigBuilder& builder);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_CONFIG_FILE_H_
