#ifndef LINKSTAT_AGENT_RPC_CALL_CODEC_H_
#define LINKSTAT_AGENT_RPC_CALL_CODEC_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"

// From bytes to messages and back. The agent does it itself because gRPC
// answers a request that does not parse without saying what is wrong with it.
namespace linkstat::rpc {

// Reads `bytes` into `message`; otherwise MALFORMED_MESSAGE, see
// ExplainMalformed. Fields that the schema does not have are dropped: no bound is
// checked of them, and none may get into a store or an answer.
absl::Status Decode(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);

// Why `bytes` are no message of `type`: MALFORMED_MESSAGE with the path of the
// first field that cannot be read, where that can be determined. For bytes that
// protobuf has rejected.
absl::Status ExplainMalformed(absl::string_view bytes, const google::protobuf::Descriptor& type);

// The bytes of `message`, in one piece that copies of the buffer share.
grpc::ByteBuffer Encode(const google::protobuf::Message& message);

// The parts one after the other, likewise.
grpc::ByteBuffer Join(const std::vector<absl::string_view>& parts);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CODEC_H_
