#ifndef LINKSTAT_AGENT_TLS_PEM_H_
#define LINKSTAT_AGENT_TLS_PEM_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace linkstat::tls {

// One piece of a PEM text, from its BEGIN line to its END line.
struct PemBlock {
  // What follows BEGIN, for example `CERTIFICATE`.
  std::string label;
  // The block with both lines and a line feed at its end.
  std::string text;
};

// The blocks of `text` in their order; lines between them that do not begin with
// `-` are remarks. Absent when a block has no end or a line that begins one or
// ends one is damaged, as in a file that was cut off or is half written.
std::optional<std::vector<PemBlock>> SplitPem(absl::string_view text);

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_PEM_H_
