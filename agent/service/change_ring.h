#ifndef LINKSTAT_AGENT_SERVICE_CHANGE_RING_H_
#define LINKSTAT_AGENT_SERVICE_CHANGE_RING_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "agent/base/mutex.h"
#include "agent/service/listeners.h"
#include "agent/store/store.h"

namespace linkstat::service {

// The last changes of a store, in order of revision, for readers that follow it:
// they cost the store one read, however many they are. Bounded: the oldest
// changes make way for new ones. Thread-safe.
class ChangeRing {
 public:
  struct Limits {
    size_t changes = 16384;
    // Of ids and values together.
    size_t bytes = size_t{16} << 20;
  };

  // Some of the changes after a revision.
  struct Slice {
    std::vector<std::shared_ptr<const store::Change>> changes;
    // Where the next slice begins.
    store::Revision next = 0;
    // Nothing more is known now.
    bool complete = false;
    // False: the changes after the revision are no longer known.
    bool known = true;
  };

  explicit ChangeRing(Limits limits) : limits_(limits) {}

  // Forgets everything; what follows are the changes after `position`, of
  // another history than before.
  void Reset(store::Revision position);

  // The next changes, in order.
  void Append(std::vector<store::Change> changes);

  // Which history the ring holds. A reader that begins to follow reads it before
  // it reads its place in the store.
  uint64_t history() const;

  // At most `limit` changes after `after`, a place in the history `history`. A
  // place beyond the last change known is fine.
  Slice After(uint64_t history, store::Revision after, size_t limit) const;

  // `wake` runs after each Append and Wake, on the thread of that call.
  std::unique_ptr<Listeners::Subscription> Subscribe(std::function<void()> wake) {
    return listeners_.Add(std::move(wake));
  }

  // Something else happened that readers should look at.
  void Wake() { listeners_.Notify(); }

 private:
  void DropOldest() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Limits limits_;
  mutable Mutex mutex_;
  std::deque<std::shared_ptr<const store::Change>> changes_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t history_ ABSL_GUARDED_BY(mutex_) = 0;
  // The changes after it are in the ring.
  store::Revision floor_ ABSL_GUARDED_BY(mutex_) = 0;
  Listeners listeners_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_CHANGE_RING_H_
