#include "agent/net/accept_loop.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "agent/base/thread.h"

namespace linkstat::net {
namespace {

// Between two tries when there is no descriptor.
constexpr int kPauseMs = 20;
constexpr int kForEver = -1;
// Connections accepted before the other sockets, and the end, are checked.
constexpr int kMostAtOnce = 64;

bool RanOut(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AcceptLoop>> AcceptLoop::Start(const Listener* listener,
                                                              Handler handler) {
  FileDescriptor stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!stop.valid()) return absl::UnavailableError("no descriptor is left for the listener");
  return std::unique_ptr<AcceptLoop>(new AcceptLoop(listener, std::move(handler), std::move(stop)));
}

AcceptLoop::AcceptLoop(const Listener* listener, Handler handler, FileDescriptor stop)
    : listener_(listener),
      handler_(std::move(handler)),
      stop_(std::move(stop)),
      thread_(StartThread("accept", [this] { Run(); })) {}

AcceptLoop::~AcceptLoop() { ::eventfd_write(stop_.get(), 1); }

bool AcceptLoop::AcceptAll(int socket) {
  for (int i = 0; i < kMostAtOnce; ++i) {
    FileDescriptor connection(::accept4(socket, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    // A connection that failed on the way (ECONNABORTED and the like) is gone,
    // and poll reports whether another one waits.
    if (!connection.valid()) return !RanOut(errno);
    handler_(std::move(connection));
  }
  return true;
}

void AcceptLoop::Run() {
  std::vector<pollfd> stop = {{stop_.get(), POLLIN, 0}};
  std::vector<pollfd> all = stop;
  for (const FileDescriptor& socket : listener_->sockets()) {
    all.push_back({socket.get(), POLLIN, 0});
  }
  bool pause = false;
  while (true) {
    // While there is nothing to accept with, only the end is waited for.
    std::vector<pollfd>& polled = pause ? stop : all;
    ::poll(polled.data(), polled.size(), pause ? kPauseMs : kForEver);
    if (polled.front().revents != 0) return;
    pause = false;
    for (auto each = all.begin() + 1; each != all.end(); ++each) {
      if (!AcceptAll(each->fd)) pause = true;
    }
  }
}

}  // namespace linkstat::net
