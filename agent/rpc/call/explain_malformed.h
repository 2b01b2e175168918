#ifndef LINKSTAT_AGENT_RPC_CALL_EXPLAIN_MALFORMED_H_
#define LINKSTAT_AGENT_RPC_CALL_EXPLAIN_MALFORMED_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace linkstat::rpc {

// Why `bytes` are no message of `type`: MALFORMED_MESSAGE with the path of the
// first field that cannot be read, where that can be found out. For bytes that
// protobuf has refused.
absl::Status ExplainMalformed(absl::string_view bytes, const google::protobuf::Descriptor& type);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_EXPLAIN_MALFORMED_H_
