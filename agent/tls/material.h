#ifndef LINKSTAT_AGENT_TLS_MATERIAL_H_
#define LINKSTAT_AGENT_TLS_MATERIAL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "agent/tls/files.h"

namespace linkstat::tls {

// What the agent shows to its callers and asks of them. All of it was judged and
// belongs together; nothing else stands in the texts.
struct TlsMaterial {
  // The agent's certificate and those that lead to its authority, in PEM.
  std::string certificate_chain;
  // The private key of the first of them, in PEM.
  std::string key;
  // The authorities whose certificates callers must show, in PEM. Empty: callers
  // are asked for none.
  std::string client_ca;
  // When the agent's certificate expires.
  absl::Time not_after;
};

using TlsMaterialPtr = std::shared_ptr<const TlsMaterial>;

// `text` completes "tls_key ...". Neither names a path nor quotes a file.
struct TlsFault {
  // The setting whose file it is of, as AgentConfig names it.
  std::string setting;
  std::string text;

  friend bool operator==(const TlsFault&, const TlsFault&) = default;
};

// What came of reading the files once.
struct TlsReading {
  TlsFiles files;
  // Null when there is a fault.
  TlsMaterialPtr material;
  // Every one that can be seen without mending another one first.
  std::vector<TlsFault> faults;
  // What an operator should look at, and what does not keep the agent from
  // serving with it.
  std::vector<TlsFault> warnings;
};

}  // namespace linkstat::tls

#endif  // LINKSTAT_AGENT_TLS_MATERIAL_H_
