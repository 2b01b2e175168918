#ifndef LINKSTAT_AGENT_CATALOG_SYMLINK_CHAIN_H_
#define LINKSTAT_AGENT_CATALOG_SYMLINK_CHAIN_H_

#include <string>
#include <vector>

namespace linkstat::catalog {

// A name in a folder.
struct FolderEntry {
  std::string folder;
  std::string name;

  friend bool operator==(const FolderEntry&, const FolderEntry&) = default;
};

// The entries whose change can change the file at `path`: every symbolic
// link on the way, and the file at its end, or the first entry of the way that
// does not exist.
std::vector<FolderEntry> SymlinkChain(const std::string& path);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_SYMLINK_CHAIN_H_
