#ifndef LINKSTAT_AGENT_TLS_JUDGE_H_
#define LINKSTAT_AGENT_TLS_JUDGE_H_

#include "absl/time/time.h"
#include "agent/tls/material.h"

namespace linkstat::tls {

TlsFiles ReadTlsFiles(const TlsPaths& paths);

// Checks what the files held: whether each was read whole and is what it should
// be, whether the key is the certificate's, whether the certificate is one for
// servers and valid at `now`, and whether OpenSSL would use it.
TlsReading JudgeTlsFiles(TlsFiles files, absl::Time now);

// Reads and checks the files.
TlsReading ReadTlsMaterial(const TlsPaths& paths, absl::Time now);

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_JUDGE_H_
