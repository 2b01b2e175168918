#ifndef LINKSTAT_AGENT_APP_LISTENER_FAULT_H_
#define LINKSTAT_AGENT_APP_LISTENER_FAULT_H_

#include <string>

#include "agent/app/listen_address.h"

namespace linkstat::app {

// Whether somebody listens on the unix socket of `address`. gRPC would take the
// path away from them without a word.
bool UnixSocketInUse(const ListenAddress& address);

// Why nothing can listen on `address`, found out by trying; gRPC does not say.
std::string ListenerFault(const ListenAddress& address);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_LISTENER_FAULT_H_
