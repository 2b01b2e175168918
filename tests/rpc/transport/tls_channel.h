#ifndef LINKSTAT_TESTS_RPC_TRANSPORT_TLS_CHANNEL_H_
#define LINKSTAT_TESTS_RPC_TRANSPORT_TLS_CHANNEL_H_

#include <memory>
#include <string>

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "tests/support/certificates.h"

namespace linkstat::test {

// A channel to an agent whose certificate is for agent.example, for a client that
// trusts `authority` (PEM) and shows `identity`.
inline std::shared_ptr<grpc::Channel> TlsChannel(const std::string& address,
                                                 const std::string& authority,
                                                 const Identity& identity) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = authority;
  options.pem_cert_chain = identity.certificate;
  options.pem_private_key = identity.key;
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetSslTargetNameOverride("agent.example");
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments);
}

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_RPC_TRANSPORT_TLS_CHANNEL_H_
