#include "agent/catalog/symlink_chain.h"

#include <filesystem>
#include <list>
#include <system_error>

namespace linkstat::catalog {
namespace {

namespace fs = std::filesystem;

// As many as Linux itself follows.
constexpr int kMaxLinks = 40;

// The way still to go, a name at a time.
class Walk {
 public:
  explicit Walk(const fs::path& path) { GoOn(path); }

  bool done() const { return rest_.empty(); }
  const fs::path& folder() const { return folder_; }

  fs::path Next() {
    fs::path name = rest_.front();
    rest_.pop_front();
    return name;
  }

  // Goes by `path`, relative to the folder reached, before the rest.
  void GoOn(const fs::path& path) {
    if (path.is_absolute()) folder_ = "/";
    const fs::path relative = path.relative_path();
    rest_.insert(rest_.begin(), relative.begin(), relative.end());
  }

  void Enter(const fs::path& name) { folder_ /= name; }

 private:
  fs::path folder_ = ".";
  std::list<fs::path> rest_;
};

}  // namespace

std::vector<FolderEntry> SymlinkChain(const std::string& path) {
  std::vector<FolderEntry> way;
  Walk walk(path);
  int links = 0;
  while (!walk.done() && links <= kMaxLinks) {
    const fs::path name = walk.Next();
    if (name.empty()) continue;
    std::error_code error;
    const fs::path entry = walk.folder() / name;
    const fs::file_status status = fs::symlink_status(entry, error);
    if (fs::is_directory(status) && !walk.done()) {
      walk.Enter(name);
      continue;
    }
    way.push_back({walk.folder().string(), name.string()});
    if (!fs::is_symlink(status)) break;
    ++links;
    walk.GoOn(fs::read_symlink(entry, error));
  }
  return way;
}

}  // namespace linkstat::catalog
