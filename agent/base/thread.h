#ifndef LINKSTAT_AGENT_BASE_THREAD_H_
#define LINKSTAT_AGENT_BASE_THREAD_H_

#include <pthread.h>

#include <thread>
#include <utility>

namespace linkstat {

// Starts a thread that runs `work`. `name`, a literal of at most 15 characters, is what
// ps, top and a debugger show. Ends the process when the system gives no thread.
template <typename Work>
std::jthread StartThread(const char* name, Work work) noexcept {
  return std::jthread([name, work = std::move(work)] {
    ::pthread_setname_np(::pthread_self(), name);
    work();
  });
}

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_THREAD_H_
