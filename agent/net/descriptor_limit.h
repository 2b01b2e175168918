#ifndef LINKSTAT_AGENT_NET_DESCRIPTOR_LIMIT_H_
#define LINKSTAT_AGENT_NET_DESCRIPTOR_LIMIT_H_

#include <cstddef>

namespace linkstat::net {

// How many connections this process may hold, `wanted` at most and 1 at least:
// raises its soft limit of open files as far as that needs and the hard limit
// allows, and leaves what is open now and a reserve (for the store, the catalog
// file and the like) to others. To be called when the rest of the process has
// opened what it keeps open.
size_t ConnectionsWithinLimit(size_t wanted);

}  // namespace linkstat::net

#endif  // LINKSTAT_AGENT_NET_DESCRIPTOR_LIMIT_H_
