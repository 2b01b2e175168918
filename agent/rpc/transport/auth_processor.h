#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_AUTH_PROCESSOR_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_AUTH_PROCESSOR_H_

#include <grpc/grpc_security.h>

#include <cstddef>

#include "grpcpp/security/auth_metadata_processor.h"

namespace linkstat::rpc {

// Lets `processor` judge a call in this thread and tells `done` what it says:
// the shape in which gRPC's C core asks. Metadata for the response is not
// supported by gRPC and is left out.
void RunAuthProcessor(grpc::AuthMetadataProcessor& processor, grpc_auth_context* context,
                      const grpc_metadata* metadata, size_t size,
                      grpc_process_auth_metadata_done_cb done, void* tag);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_AUTH_PROCESSOR_H_
