#ifndef LINKSTAT_AGENT_STORE_STORE_FILE_H_
#define LINKSTAT_AGENT_STORE_STORE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/base/file_descriptor.h"

// A store's file as the file system sees it. No message names the path. Every
// path is one that ResolveStorePath returned.
//
// To close any descriptor of a file drops all of the process's POSIX locks on
// it, SQLite's among them. So nothing here opens a database that SQLite may have
// open, and the descriptor that OpenStoreFile returns outlives SQLite's.
namespace linkstat::store {

// What a system error on the file or folder `what` means: NOT_FOUND,
// PERMISSION_DENIED, UNAVAILABLE without space, INTERNAL otherwise.
absl::Status FileError(int error, absl::string_view what);

// OK when the folder of the file `path` exists and files can be made in it; else
// NOT_FOUND or PERMISSION_DENIED. `what` is its name in the message.
absl::Status CheckFolderOf(const std::string& path, absl::string_view what = "the store's folder");

// OK when the file exists and can be read and written. NOT_FOUND when it or its
// folder is missing, PERMISSION_DENIED, or FAILED_PRECONDITION when it is no
// plain file or has a second name (a hard link): the write-ahead log lies next to
// one of the names and is not seen by the other.
absl::Status CheckStoreFile(const std::string& path);

// DATA_LOSS when a write-ahead log lies there and its file is missing or empty:
// SQLite would drop the log, and what it holds must not vanish unseen.
absl::Status CheckNoLogWithoutFile(const std::string& path);

// Opens the file for reading and writing, and makes it first, empty and for its
// owner alone (0600), if there is none. Its entry in the folder is durable on
// return. Errors as CheckStoreFile, UNAVAILABLE without space, and DATA_LOSS when
// a write-ahead log lies there without its file.
absl::StatusOr<FileDescriptor> OpenStoreFile(const std::string& path);

// Writes the file and its entry in the folder to the disk.
absl::Status SyncFile(const std::string& path);
absl::Status SyncFolderOf(const std::string& path);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_STORE_FILE_H_
