#ifndef LINKSTAT_AGENT_BASE_SHA256_H_
#define LINKSTAT_AGENT_BASE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat {

// SHA-256 of `data`: 32 bytes.
std::string Sha256(absl::string_view data);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_SHA256_H_
