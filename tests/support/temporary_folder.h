#ifndef LINKSTAT_TESTS_SUPPORT_TEMPORARY_FOLDER_H_
#define LINKSTAT_TESTS_SUPPORT_TEMPORARY_FOLDER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat::test {

// An empty folder of the test's own, which goes with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

  // The path of `name` in the folder.
  std::string File(absl::string_view name) const;

 private:
  std::string path_;
};

// The bytes of a file, "" when there is none.
std::string ReadBytes(const std::string& path);

// Makes or replaces a file. A failure aborts the test program.
void WriteBytes(const std::string& path, absl::string_view bytes);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_TEMPORARY_FOLDER_H_
