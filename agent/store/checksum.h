#ifndef LINKSTAT_AGENT_STORE_CHECKSUM_H_
#define LINKSTAT_AGENT_STORE_CHECKSUM_H_

#include <cstdint>
#include <initializer_list>

#include "absl/strings/string_view.h"

namespace linkstat::store {

// A number that changes when any of `parts` changes or bytes move from one to
// the next. Finds damage; is no protection against forgery.
int64_t Checksum(std::initializer_list<absl::string_view> parts);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_CHECKSUM_H_
