#ifndef LINKSTAT_TESTS_SUPPORT_TLS_CLIENT_H_
#define LINKSTAT_TESTS_SUPPORT_TLS_CLIENT_H_

#include <string>

#include "agent/tls/openssl.h"
#include "tests/support/certificates.h"

namespace linkstat::test {

struct HandshakeOptions {
  // The only authority that the client trusts, in PEM.
  std::string authority;
  // What it shows; empty: nothing.
  Identity identity;
  // The newest version that it speaks, as OpenSSL numbers them; 0: the newest.
  int newest_version = 0;
};

struct HandshakeResult {
  // Whether both sides took it, which a first byte from the agent proves.
  bool done = false;
  // As OpenSSL writes it: `TLSv1.3`.
  std::string version;
  // What the agent showed, in PEM.
  std::string certificate;
  // Why it was not done.
  std::string error;
};

// An HTTP/2 client on plain OpenSSL. Thread-safe.
class TlsClient {
 public:
  explicit TlsClient(const HandshakeOptions& options);

  // Connects to a port of loopback, shakes hands and leaves. Takes at most 30
  // seconds.
  HandshakeResult ShakeHands(int port) const;

 private:
  const tls::SslContextPtr context_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_TLS_CLIENT_H_
