#include "agent/app/signals.h"

#include <pthread.h>
#include <time.h>

#include "agent/base/deadline.h"

namespace linkstat::app {

Signals::Signals() {
  sigemptyset(&set_);
  for (const int number : {SIGHUP, SIGTERM, SIGINT}) sigaddset(&set_, number);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  for (const int number : {SIGPIPE, SIGXFSZ}) std::signal(number, SIG_IGN);
}

SystemRequest Signals::Wait() {
  int number = -1;
  while (number < 0) number = sigwaitinfo(&set_, nullptr);
  return number == SIGHUP ? SystemRequest::kReload : SystemRequest::kStop;
}

bool Signals::WaitForStop(absl::Duration timeout) {
  const Deadline end(timeout);
  while (true) {
    const absl::Duration rest = end.Left();
    const timespec wait = absl::ToTimespec(rest);
    const int number = sigtimedwait(&set_, nullptr, &wait);
    if (number == SIGTERM || number == SIGINT) return true;
    if (number < 0 && rest == absl::ZeroDuration()) return false;
  }
}

}  // namespace linkstat::app
