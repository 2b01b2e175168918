#ifndef LINKSTAT_AGENT_STORE_STORE_FILE_H_
#define LINKSTAT_AGENT_STORE_STORE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// A store's file as the file system sees it. No message names the path.
namespace linkstat::store {

// What a system error on the file or folder `what` means: NOT_FOUND,
// PERMISSION_DENIED, UNAVAILABLE without space, INTERNAL otherwise.
absl::Status FileError(int error, absl::string_view what);

// OK when the folder of the file `path` exists and files can be made in it; else
// NOT_FOUND or PERMISSION_DENIED. `what` is its name in the message.
absl::Status CheckFolderOf(const std::string& path, absl::string_view what = "the store's folder");

// OK when the file exists and can be read and written. NOT_FOUND when it or its
// folder is missing, PERMISSION_DENIED, or FAILED_PRECONDITION when it is no
// plain file.
absl::Status CheckStoreFile(const std::string& path);

// Makes the file, empty and for its owner alone (0600), if there is none.
// Errors as CheckStoreFile, UNAVAILABLE without space, and DATA_LOSS when a
// write-ahead log lies there without its file.
absl::Status EnsureStoreFile(const std::string& path);

// Writes the file and its entry in the folder to the disk.
absl::Status SyncFile(const std::string& path);
absl::Status SyncFolderOf(const std::string& path);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_STORE_FILE_H_
