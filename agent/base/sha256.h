#ifndef LINKSTAT_AGENT_BASE_SHA256_H_
#define LINKSTAT_AGENT_BASE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat {

// SHA-256 of `data`: 32 bytes.
std::string Sha256(absl::string_view data);

// HMAC-SHA-256 of `data` under `key`: 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view data);

// Whether `a` and `b` are equal, in a time that depends on their lengths alone.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_SHA256_H_
