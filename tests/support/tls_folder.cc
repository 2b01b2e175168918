#include "tests/support/tls_folder.h"

#include <sys/stat.h>

#include <cstdio>

namespace linkstat::test {

TlsFolder::TlsFolder(const Authority& authority) {
  WriteIdentity(authority.Issue({}));
  Write(paths().client_ca, authority.certificate());
}

tls::TlsPaths TlsFolder::paths() const {
  return {folder_.File("tls.crt"), folder_.File("tls.key"), folder_.File("ca.crt")};
}

void TlsFolder::WriteIdentity(const Identity& identity) const {
  Write(paths().certificate, identity.certificate);
  Write(paths().key, identity.key);
}

void TlsFolder::Write(const std::string& path, absl::string_view text) const {
  const std::string fresh = path + ".new";
  WriteBytes(fresh, text);
  ::chmod(fresh.c_str(), 0600);
  ::rename(fresh.c_str(), path.c_str());
}

}  // namespace linkstat::test
