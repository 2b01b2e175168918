#ifndef LINKSTAT_AGENT_CORE_KNOWN_VALUES_H_
#define LINKSTAT_AGENT_CORE_KNOWN_VALUES_H_

#include <string>
#include <vector>

#include "linkstat/v1/catalog.pb.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::core {

// The required values of `field`, to the letter: the fixed value, the fixed parts in
// order, or what `identity` has for a provided one. Empty when anything may
// stand in the field and when `identity` does not have the value.
std::vector<std::string> KnownValues(const v1::FormField& field, const v1::LinkIdentity& identity);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_KNOWN_VALUES_H_
