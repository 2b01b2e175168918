#ifndef LINKSTAT_AGENT_TLS_FILES_H_
#define LINKSTAT_AGENT_TLS_FILES_H_

#include <string>

#include "agent/base/regular_file.h"

namespace linkstat::tls {

// Where the material stands, in PEM.
struct TlsPaths {
  std::string certificate;
  std::string key;
  // Empty: callers are asked for no certificate.
  std::string client_ca;
};

// What the files held, or why they could not be read.
struct TlsFiles {
  FileContent certificate;
  FileContent key;
  // Whether every user of the machine may read the key.
  bool key_is_open = false;
  // Absent when no path is set.
  std::optional<FileContent> client_ca;

  friend bool operator==(const TlsFiles&, const TlsFiles&) = default;
};

TlsFiles ReadTlsFiles(const TlsPaths& paths);

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_FILES_H_
