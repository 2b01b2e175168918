#ifndef LINKSTAT_TESTS_SUPPORT_TLS_FOLDER_H_
#define LINKSTAT_TESTS_SUPPORT_TLS_FOLDER_H_

#include <string>

#include "agent/tls/judge.h"
#include "tests/support/certificates.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::test {

// A folder with the files of an agent's TLS.
class TlsFolder {
 public:
  // Certificate and key of an agent that `authority` vouches for, and as client
  // authority the same.
  explicit TlsFolder(const Authority& authority);

  tls::TlsPaths paths() const;

  void WriteIdentity(const Identity& identity) const;
  // Replaces the file in one step; only its owner may read it.
  void Write(const std::string& path, absl::string_view text) const;

 private:
  TemporaryFolder folder_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_TLS_FOLDER_H_
