#ifndef LINKSTAT_AGENT_STORE_STORE_H_
#define LINKSTAT_AGENT_STORE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace linkstat::store {

// A place in the one order of all writes to a store; 0 is before the first. A
// later write has a greater revision. Revisions outlive a restart; there can be
// gaps between them. One that a caller or reader has seen never identifies
// another write of the store with the same identity; of a store with another it
// reveals nothing.
using Revision = uint64_t;

// The length of Store::identity().
inline constexpr size_t kIdentityBytes = 16;

// A record as it was last written.
struct Record {
  // 1 to 63 bytes, any.
  std::string id;
  // At most 1 MiB. Opaque to the store.
  std::string value;
  // The second name under which the record is found (the work email in one
  // letter case). Unique among the living and the deleted; never changes.
  std::string key;
  Revision revision = 0;
};

// One conditional write.
struct Mutation {
  // As Record.id.
  std::string id;
  // The revision that the record must have; 0: it must not exist.
  Revision expected = 0;
  // The new value; absent: the record is deleted (then `expected` is not 0).
  std::optional<std::string> value;
  // On creation as Record.key; otherwise ignored.
  std::string key;
};

enum class WriteOutcome {
  kWritten,
  // The record's revision is not the expected one: somebody else wrote.
  kConflict,
  // On creation: another living record has the key.
  kKeyTaken,
  // On creation: a deleted record had the key.
  kKeyRetired,
};

struct WriteResult {
  WriteOutcome outcome;
  // Of this write; 0 unless written.
  Revision revision = 0;
};

// A record that was written or deleted.
struct Change {
  Revision revision = 0;
  std::string id;
  // Absent: deleted.
  std::optional<Record> record;
};

struct ChangePage {
  // In order of revision. Of several writes to one record the last one stands
  // for all.
  std::vector<Change> changes;
  // Pass it on to get the next page. Never less than the one passed in.
  Revision next = 0;
  // Nothing was left when the page was read.
  bool complete = false;
};

// Keeps records durably, in one process or for a fleet.
//
// Outcomes. What the caller can have caused (absence, conflict) is a value.
// A status that is not OK is a failure of the store: UNAVAILABLE when a later
// try may do better (busy, out of space, connection lost), DATA_LOSS when the
// stored data is damaged, INTERNAL otherwise. Its message is for the log only.
// After a failed write the store may or may not hold the write (a connection
// can be lost after it took effect), so read again before you decide; it holds
// all of it or none.
//
// Threads. Every method may be called from any thread and may block on a disk
// or a network; none may be called on a thread that must not wait.
//
// Reads see every write that was acknowledged before they began.
class Store {
 public:
  virtual ~Store() = default;

  // Tells this store from every other: 16 random bytes, made with the store. They
  // stay the same for as long as it holds what was written to it: over restarts,
  // and for every process that has it open. A store that was restored from a
  // backup, which can have lost writes that readers know of, has another identity
  // than the original, and another at each restoration. A reader that keeps a revision
  // outside of the process keeps the identity with it, and reads everything again
  // from a store with another one. Known from the start: never blocks or fails.
  virtual absl::string_view identity() const = 0;

  // A key of 32 bytes for `purpose`, derived from a secret that was made with the
  // store and never leaves it. The same over restarts and for every process that
  // has the store open; a key of one purpose reveals nothing about that of another.
  // A store that was restored from a backup derives the same keys as the original.
  // Known from the start: never blocks or fails.
  virtual std::string DeriveKey(absl::string_view purpose) const = 0;

  // Carries out each mutation whose condition holds, in order, and returns one
  // result each, in order. Each mutation is atomic; they are not atomic
  // together: others may write in between, and when the call fails some may
  // have been carried out. On return, what is reported kWritten is durable: it
  // survives the process and, where the machine keeps its promises, the loss of
  // power. At most 10000 mutations; none is fine. A deleted record's id can be
  // used again, its key cannot: of the key the store keeps no more than a keyed
  // hash. No read finds a deleted record; when its last bytes leave the store's
  // files is documented by the backend. Its id stays in the change feed for a while.
  virtual absl::StatusOr<std::vector<WriteResult>> Write(absl::Span<const Mutation> mutations) = 0;

  // The record with this id; absent when there is none.
  virtual absl::StatusOr<std::optional<Record>> Get(absl::string_view id) = 0;

  // The record with this key; absent when no living record has it.
  virtual absl::StatusOr<std::optional<Record>> FindByKey(absl::string_view key) = 0;

  // Records in byte order of id, from the first one after `after` ("" for the
  // first), at most `limit` (1 to 10000). Empty: there are no more. Each page
  // is read at one point in time, two pages need not be.
  virtual absl::StatusOr<std::vector<Record>> Scan(absl::string_view after, int limit) = 0;

  // The revision of the last write, 0 when there was none.
  virtual absl::StatusOr<Revision> LastRevision() = 0;

  // The changes after `after`, oldest first, at most `limit` (1 to 10000). Who
  // reads Scan from the start at LastRevision() and then follows the changes
  // after that revision misses nothing. OUT_OF_RANGE when the changes after
  // `after` are no longer known, or `after` is greater than LastRevision(), as in
  // a file that was restored while the program ran: read everything again.
  virtual absl::StatusOr<ChangePage> ChangesAfter(Revision after, int limit) = 0;

  // Calls `written` soon after a write by anyone, on a thread of the store's,
  // once for one or several writes; never with a lock held. Replaces the
  // callback given before, which no longer runs when OnWrite returns; null ends
  // the calls. Not to be called by the callback itself.
  virtual void OnWrite(std::function<void()> written) = 0;

  // OK when the store can serve reads and writes now.
  virtual absl::Status Check() = 0;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_STORE_H_
