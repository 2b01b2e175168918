#include "tests/support/notify_socket.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace linkstat::test {
namespace {

bool Heard(int descriptor, int milliseconds) {
  pollfd readable = {descriptor, POLLIN, 0};
  return poll(&readable, 1, milliseconds) == 1;
}

}  // namespace

NotifySocket::NotifySocket(const std::string& name)
    : descriptor_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::copy(name.begin(), name.end(), address.sun_path);
  if (name.front() == '@') address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  if (bind(descriptor_.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) abort();
}

std::string NotifySocket::Next() const {
  char text[512];
  if (!Heard(descriptor_.get(), 30000)) {
    ADD_FAILURE() << "the service manager was told nothing";
    return "";
  }
  return std::string(text, recv(descriptor_.get(), text, sizeof(text), 0));
}

bool NotifySocket::Silent() const { return !Heard(descriptor_.get(), 0); }

}  // namespace linkstat::test
