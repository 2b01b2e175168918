#ifndef LINKSTAT_TESTS_CATALOG_TEMPORARY_FOLDER_H_
#define LINKSTAT_TESTS_CATALOG_TEMPORARY_FOLDER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat::test {

// A folder of its own for one test, removed with all that is in it. What cannot
// be done fails the test. Names are relative to the folder.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();

  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string Path(absl::string_view name) const;

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
  std::string path_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CATALOG_TEMPORARY_FOLDER_H_
