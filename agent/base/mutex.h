#ifndef LINKSTAT_AGENT_BASE_MUTEX_H_
#define LINKSTAT_AGENT_BASE_MUTEX_H_

#include <condition_variable>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "agent/base/deadline.h"

// The project's locks. Each member that a Mutex guards is annotated with
// ABSL_GUARDED_BY, and each function that needs one with ABSL_EXCLUSIVE_LOCKS_REQUIRED;
// `./dev lint` compiles with Clang's -Wthread-safety, so an unguarded access fails it.
//
// They have the interface of absl::Mutex and absl::CondVar, and are not these for two
// reasons. Abseil's timed waits use the wall clock, which can be set while they wait.
// And ThreadSanitizer does not see the locks of Debian's Abseil, which is built without
// it: it would report every guarded member as a race.
namespace linkstat {

class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  // Returns whether the calling thread holds it now; never waits.
  bool TryLock() ABSL_EXCLUSIVE_TRYLOCK_FUNCTION(true) { return mutex_.try_lock(); }
  void Unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

// Holds a mutex from construction to destruction.
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex) : mutex_(mutex) {
    mutex_->Lock();
  }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mutex_->Unlock(); }

  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex* const mutex_;
};

// Lets threads wait for what another thread changes under a mutex. A wait can end
// without cause, so it belongs in a loop that checks its condition.
class CondVar {
 public:
  void Wait(Mutex* mutex) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock lock(mutex->mutex_, std::adopt_lock);
    changed_.wait(lock);
    lock.release();
  }

  // Returns whether `time` has passed.
  bool WaitUntil(Mutex* mutex, SteadyTime time) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock lock(mutex->mutex_, std::adopt_lock);
    const std::cv_status status = changed_.wait_until(lock, time);
    lock.release();
    return status == std::cv_status::timeout;
  }

  void Signal() { changed_.notify_one(); }
  void SignalAll() { changed_.notify_all(); }

 private:
  std::condition_variable changed_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_MUTEX_H_
