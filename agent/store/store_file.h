#ifndef LINKSTAT_AGENT_STORE_STORE_FILE_H_
#define LINKSTAT_AGENT_STORE_STORE_FILE_H_

#include <string>

#include "absl/status/status.h"

// A store's file as the file system sees it. No message names the path.
namespace linkstat::store {

// OK when the folder exists and files can be made in it; else NOT_FOUND or
// PERMISSION_DENIED.
absl::Status CheckStoreFolder(const std::string& path);

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
