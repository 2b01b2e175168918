#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_TLS_CREDENTIALS_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_TLS_CREDENTIALS_H_

#include <memory>

#include "agent/tls/material.h"
#include "grpcpp/security/server_credentials.h"

namespace linkstat::rpc {

// TLS 1.2 and 1.3 for one listener. Each handshake uses the newest material of `slot`;
// open connections keep what they began with. Where the material has client authorities, a
// caller without a certificate of theirs is rejected in the handshake; otherwise callers
// are not asked for one. Which of the two it is must not change.
//
// Handshakes of the listener must begin one after the other: gRPC frees what it made of
// the older material as soon as there is newer one, also while a handshake that begins in
// another thread still reads it. ConnectionIngress accepts on one thread.
//
// An AuthMetadataProcessor is not supported: setting one ends the process.
std::shared_ptr<grpc::ServerCredentials> TlsServerCredentials(
    std::shared_ptr<const tls::CertificateHolder> slot);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_TLS_CREDENTIALS_H_
