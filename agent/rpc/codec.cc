#include "agent/rpc/codec.h"

#include <cstdint>

#include "agent/base/error.h"
#include "agent/rpc/explain_malformed.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace linkstat::rpc {

absl::Status Decode(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  if (!bytes.Valid()) return MalformedMessage("", "the call carries no request");
  grpc::ByteBuffer shared(bytes);
  grpc::ProtoBufferReader reader(&shared);
  if (reader.status().ok() && message.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  grpc::Slice slice;
  if (!bytes.DumpToSingleSlice(&slice).ok()) {
    return MalformedMessage("", "the request cannot be decompressed");
  }
  return ExplainMalformed(
      absl::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()),
      *message.GetDescriptor());
}

grpc::ByteBuffer Encode(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace linkstat::rpc
