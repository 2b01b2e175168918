#include "tests/catalog/temporary_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace linkstat::test {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() : path_(absl::StrCat(testing::TempDir(), "linkstat-XXXXXX")) {
  if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no temporary folder can be made";
}

TemporaryFolder::~TemporaryFolder() { fs::remove_all(path_); }

std::string TemporaryFolder::Path(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

void TemporaryFolder::MakeFolder(absl::string_view name) const {
  fs::create_directories(Path(name));
}

void TemporaryFolder::Write(absl::string_view name, absl::string_view content) const {
  std::ofstream file(Path(name), std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  EXPECT_TRUE(file.good()) << "cannot write " << name;
}

void TemporaryFolder::Replace(absl::string_view name, absl::string_view content) const {
  const std::string other = absl::StrCat(name, ".new");
  Write(other, content);
  Rename(other, name);
}

void TemporaryFolder::Link(absl::string_view target, absl::string_view name) const {
  const std::string other = absl::StrCat(name, ".new");
  fs::create_symlink(std::string(target), Path(other));
  Rename(other, name);
}

void TemporaryFolder::Rename(absl::string_view from, absl::string_view to) const {
  fs::rename(Path(from), Path(to));
}

void TemporaryFolder::Remove(absl::string_view name) const { fs::remove_all(Path(name)); }

}  // namespace linkstat::test
