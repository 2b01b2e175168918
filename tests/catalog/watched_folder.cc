#include "tests/catalog/watched_folder.h"

#include <filesystem>

#include "absl/strings/str_cat.h"

namespace linkstat::test {

namespace fs = std::filesystem;

void WatchedFolder::MakeFolder(absl::string_view name) const { fs::create_directories(Path(name)); }

void WatchedFolder::Write(absl::string_view name, absl::string_view content) const {
  WriteBytes(Path(name), content);
}

void WatchedFolder::Replace(absl::string_view name, absl::string_view content) const {
  const std::string other = absl::StrCat(name, ".new");
  Write(other, content);
  Rename(other, name);
}

void WatchedFolder::Link(absl::string_view target, absl::string_view name) const {
  const std::string other = absl::StrCat(name, ".new");
  fs::create_symlink(std::string(target), Path(other));
  Rename(other, name);
}

void WatchedFolder::Rename(absl::string_view from, absl::string_view to) const {
  fs::rename(Path(from), Path(to));
}

void WatchedFolder::Remove(absl::string_view name) const { fs::remove_all(Path(name)); }

}  // namespace linkstat::test
