#ifndef LINKSTAT_CLIENT_SRC_TLS_FILES_H_
#define LINKSTAT_CLIENT_SRC_TLS_FILES_H_

#include <string>

#include "agent/base/error.h"
#include "linkstat/client.h"

namespace linkstat {

// The content of the TLS files that the options name; empty where they name
// none.
struct TlsFiles {
  std::string ca;
  std::string cert;
  std::string key;
};

// Reads them. A file that cannot be read, is larger than 1 MiB or contains no PEM is a
// fault of its option.
TlsFiles ReadTlsFiles(const ClientOptions& options, FieldFaults& faults);

}  // namespace linkstat

#endif  // LINKSTAT_CLIENT_SRC_TLS_FILES_H_
