#ifndef LINKSTAT_AGENT_CATALOG_RAW_TEXT_H_
#define LINKSTAT_AGENT_CATALOG_RAW_TEXT_H_

#include "absl/strings/string_view.h"
#include "agent/catalog/fault_list.h"

namespace linkstat::catalog {

// Whether `text` is fit to be parsed: at most 1 MiB of UTF-8 without control
// characters other than tab and line ends. What is wrong is added to `faults`,
// one fault a line.
bool CheckRawText(absl::string_view text, FaultList& faults);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_RAW_TEXT_H_
