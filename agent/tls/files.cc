#include "agent/tls/files.h"

#include <sys/stat.h>

namespace linkstat::tls {
namespace {

bool IsOpenToAll(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0;
}

}  // namespace

TlsFiles ReadTlsFiles(const TlsPaths& paths) {
  TlsFiles files;
  files.certificate = ReadPemFile(paths.certificate);
  files.key = ReadPemFile(paths.key);
  files.key_is_open = files.key.text && IsOpenToAll(paths.key);
  if (!paths.client_ca.empty()) files.client_ca = ReadPemFile(paths.client_ca);
  return files;
}

}  // namespace linkstat::tls
