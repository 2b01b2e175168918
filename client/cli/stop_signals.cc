#include "client/cli/stop_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace linkstat::cli {
namespace {

// Where the handler writes; a signal handler can reach nothing else.
std::atomic<int> write_end = -1;

extern "C" void RequestStop(int signal) {
  const int saved_errno = errno;
  const char byte = static_cast<char>(signal);
  // A full pipe holds an earlier signal.
  [[maybe_unused]] const ssize_t written = write(write_end, &byte, 1);
  errno = saved_errno;
}

}  // namespace

StopSignals::StopSignals() {
  if (pipe2(pipe_, O_CLOEXEC) != 0) std::abort();
  write_end = pipe_[1];
  struct sigaction action {};
  action.sa_handler = RequestStop;
  // The next signal finds what was there before.
  action.sa_flags = SA_RESTART | SA_RESETHAND;
  sigaction(SIGINT, &action, &previous_interrupt_);
  sigaction(SIGTERM, &action, &previous_terminate_);
  listener_ = std::thread([this] {
    char byte = 0;
    if (read(pipe_[0], &byte, 1) == 1) stop_.request_stop();
  });
}

StopSignals::~StopSignals() {
  sigaction(SIGINT, &previous_interrupt_, nullptr);
  sigaction(SIGTERM, &previous_terminate_, nullptr);
  close(pipe_[1]);
  listener_.join();
  close(pipe_[0]);
}

}  // namespace linkstat::cli
