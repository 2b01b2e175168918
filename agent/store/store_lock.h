#ifndef LINKSTAT_AGENT_STORE_STORE_LOCK_H_
#define LINKSTAT_AGENT_STORE_STORE_LOCK_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "agent/base/clock.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::store {

// Keeps a store to one agent at a time, by two system locks:
//
// - on the file PATH.lock (flock), which holds the owner's process id, host and
//   start as text, for the message that another agent gets;
// - on one byte of the database itself, which holds when PATH.lock is removed or
//   the file is reached by another name.
//
// The system frees both when the process ends in whatever way; PATH.lock stays.
//
// The lock in the database is one of the open file description (OFD). A POSIX
// lock of the process would go with any descriptor of the file that is closed,
// and flock on the database is the wrong tool: NFS carries it out as a POSIX lock
// of the whole file, which shuts SQLite out. The byte lies far behind those that
// SQLite locks.
class StoreLock {
 public:
  // Opens the database, and makes it if there is none. `path` is one that
  // ResolveStorePath returned. FAILED_PRECONDITION when another process has a
  // lock, with its name where that is known; otherwise as OpenStoreFile.
  static absl::StatusOr<StoreLock> Take(const std::string& path,
                                        const Clock& clock = Clock::System());

  // ALREADY_EXISTS, with the owner's name where it is known, when a process holds the
  // lock in the database; OK otherwise, also when there is no database or it cannot be
  // read. Takes no lock and changes no file. Not for a process that has the store open.
  static absl::Status Probe(const std::string& path);

  // The database's descriptor, for reading and for fstat. Valid as long as the
  // lock, which must outlive every connection of SQLite to the file (see
  // store_file.h).
  int database() const { return database_.get(); }

 private:
  StoreLock(FileDescriptor owner, FileDescriptor database)
      : owner_(std::move(owner)), database_(std::move(database)) {}

  FileDescriptor owner_;
  FileDescriptor database_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_STORE_LOCK_H_
