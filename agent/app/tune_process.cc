#include "agent/app/tune_process.h"

#include <malloc.h>

#include <algorithm>
#include <thread>

#include "absl/synchronization/mutex.h"

namespace linkstat::app {

void TuneProcess() {
  // By default every few threads get a heap of their own, and each keeps what it
  // once needed. gRPC and the store have many more threads than run at a time.
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
  // Gives free memory at the end of a heap back, also after large pieces were
  // freed, which otherwise make glibc keep more.
  mallopt(M_TRIM_THRESHOLD, 128 << 10);
  // Debian's Abseil looks for deadlocks at every lock that gRPC takes, as debug
  // builds do.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

}  // namespace linkstat::app
