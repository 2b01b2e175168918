#ifndef LINKSTAT_TESTS_NET_SOCKETS_H_
#define LINKSTAT_TESTS_NET_SOCKETS_H_

#include <string>
#include <utility>
#include <vector>

#include "agent/base/file_descriptor.h"
#include "agent/net/listener.h"

namespace linkstat::net {

// A blocking connection to a port of 127.0.0.1 or ::1. A failure fails the test.
FileDescriptor ConnectTo(int port, bool v6 = false);

// Likewise to a socket file; invalid when nobody listens there.
FileDescriptor ConnectTo(const std::string& path);

// Whether somebody listens on a port of 127.0.0.1.
bool CanConnect(int port);

// The next connection of a listener's first socket, waited for.
FileDescriptor AcceptFrom(const Listener& listener);

// Both ends of a connection on loopback: the client's, the server's.
std::pair<FileDescriptor, FileDescriptor> ConnectedPair();

// Waits for `events` of poll, or an error.
void Await(int socket, short events);

// What a socket reads in one go, waited for; "" at the end of the stream.
std::string ReadSome(const FileDescriptor& socket);

// The error that a connection comes to have, waited for.
int AwaitError(const FileDescriptor& socket);

// Sends until the other side would have to read first.
void SendUntilFull(const FileDescriptor& socket);

// The port of this end of a connection.
int OwnPort(const FileDescriptor& socket);

}  // namespace linkstat::net

#endif  // LINKSTAT_TESTS_NET_SOCKETS_H_
