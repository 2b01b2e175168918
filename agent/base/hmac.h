#ifndef LINKSTAT_AGENT_BASE_HMAC_H_
#define LINKSTAT_AGENT_BASE_HMAC_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat {

// HMAC-SHA-256 of `data` under `key`: 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view data);

// Whether `a` and `b` are equal, in a time that depends on their lengths alone.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_HMAC_H_
