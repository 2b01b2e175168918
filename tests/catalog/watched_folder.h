#ifndef LINKSTAT_TESTS_CATALOG_WATCHED_FOLDER_H_
#define LINKSTAT_TESTS_CATALOG_WATCHED_FOLDER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::test {

// A folder of the test's own whose files change in the ways in which files do.
// Names are relative to it. What cannot be done fails the test.
class WatchedFolder {
 public:
  std::string Path(absl::string_view name) const { return folder_.File(name); }

  void MakeFolder(absl::string_view name) const;
  // Writes in place: the file is the same, its content another.
  void Write(absl::string_view name, absl::string_view content) const;
  // Writes another file and puts it in the place of this one.
  void Replace(absl::string_view name, absl::string_view content) const;
  // Makes `name` a symbolic link, in the place of one that may be there.
  void Link(absl::string_view target, absl::string_view name) const;
  void Rename(absl::string_view from, absl::string_view to) const;
  void Remove(absl::string_view name) const;

 private:
  const TemporaryFolder folder_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CATALOG_WATCHED_FOLDER_H_
