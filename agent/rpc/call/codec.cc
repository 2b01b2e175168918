#include "agent/rpc/call/codec.h"

#include <algorithm>
#include <cstdint>

#include "agent/base/error.h"
#include "agent/rpc/call/explain_malformed.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace linkstat::rpc {
namespace {

// False when the bytes are no such message.
bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  if (!bytes.Valid()) return false;
  grpc::Slice slice;
  if (bytes.TrySingleSlice(&slice).ok()) {
    return message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
  }
  grpc::ByteBuffer shared(bytes);
  grpc::ProtoBufferReader reader(&shared);
  return reader.status().ok() && message.ParseFromZeroCopyStream(&reader);
}

}  // namespace

absl::Status Decode(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  if (!bytes.Valid()) return MalformedMessage("", "the call carries no request");
  if (Parse(bytes, message)) {
    message.DiscardUnknownFields();
    return absl::OkStatus();
  }
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

grpc::ByteBuffer Join(const std::vector<absl::string_view>& parts) {
  size_t size = 0;
  for (const absl::string_view part : parts) size += part.size();
  grpc::Slice slice(size);
  auto* end = const_cast<uint8_t*>(slice.begin());
  for (const absl::string_view part : parts) {
    const auto* begin = reinterpret_cast<const uint8_t*>(part.data());
    end = std::copy(begin, begin + part.size(), end);
  }
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace linkstat::rpc
