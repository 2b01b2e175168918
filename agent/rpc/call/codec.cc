#include "agent/rpc/call/codec.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/core/text.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// protobuf's own limit; deeper messages are refused by it.
constexpr int kMaxDepth = 100;

struct Fault {
  std::string field;
  std::string description;
};

// Reads wire bytes along a message type and stops at the first fault. Works
// within a limit on the input that is the end of the message.
class Walk {
 public:
  explicit Walk(CodedInputStream& input) : input_(input) {}

  std::optional<Fault> Message(const Descriptor& type, const std::string& path);

 private:
  std::optional<Fault> Field(uint32_t tag, const FieldDescriptor* field, const std::string& path);
  std::optional<Fault> Delimited(const FieldDescriptor& field, const std::string& path);

  CodedInputStream& input_;
  int depth_ = 0;
};

bool IsDelimited(uint32_t tag) {
  return WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
}

bool IsDelimited(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING ||
         field.type() == FieldDescriptor::TYPE_BYTES ||
         field.type() == FieldDescriptor::TYPE_MESSAGE;
}

std::string FieldPath(const std::string& parent, const FieldDescriptor& field, int index) {
  std::string path = absl::StrCat(parent, parent.empty() ? "" : ".", field.name());
  if (field.is_repeated()) absl::StrAppend(&path, "[", index, "]");
  return path;
}

std::optional<Fault> Walk::Message(const Descriptor& type, const std::string& path) {
  if (++depth_ > kMaxDepth) return Fault{path, "is nested too deeply"};
  absl::flat_hash_map<int, int> seen;
  while (const uint32_t tag = input_.ReadTag()) {
    const int number = WireFormatLite::GetTagFieldNumber(tag);
    const FieldDescriptor* field = type.FindFieldByNumber(number);
    const std::string field_path =
        field == nullptr ? path : FieldPath(path, *field, seen[number]++);
    if (std::optional<Fault> fault = Field(tag, field, field_path)) return fault;
  }
  --depth_;
  if (input_.ConsumedEntireMessage()) return std::nullopt;
  return Fault{path, "holds a malformed field number"};
}

std::optional<Fault> Walk::Field(uint32_t tag, const FieldDescriptor* field,
                                 const std::string& path) {
  // A field of another wire type than the schema's is skipped like an unknown
  // one, as protobuf does.
  if (field != nullptr && IsDelimited(*field) && IsDelimited(tag)) return Delimited(*field, path);
  if (WireFormatLite::SkipField(&input_, tag)) return std::nullopt;
  return Fault{path, field == nullptr ? "holds a malformed unknown field"
                                      : "holds a truncated or malformed value"};
}

std::optional<Fault> Walk::Delimited(const FieldDescriptor& field, const std::string& path) {
  uint32_t size = 0;
  if (!input_.ReadVarint32(&size) || size > static_cast<uint32_t>(input_.BytesUntilLimit())) {
    return Fault{path, "holds a truncated value"};
  }
  if (field.type() == FieldDescriptor::TYPE_MESSAGE) {
    const CodedInputStream::Limit limit = input_.PushLimit(static_cast<int>(size));
    const std::optional<Fault> fault = Message(*field.message_type(), path);
    input_.PopLimit(limit);
    return fault;
  }
  std::string value;
  input_.ReadString(&value, static_cast<int>(size));
  if (field.type() == FieldDescriptor::TYPE_STRING && !core::IsUtf8(value)) {
    return Fault{path, "is not valid UTF-8"};
  }
  return std::nullopt;
}

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

absl::Status ExplainMalformed(absl::string_view bytes, const Descriptor& type) {
  CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                         static_cast<int>(bytes.size()));
  input.PushLimit(static_cast<int>(bytes.size()));
  const std::optional<Fault> fault = Walk(input).Message(type, "");
  if (!fault || fault->field.empty()) {
    return MalformedMessage("", "the request is not a message of the type that this method takes");
  }
  return MalformedMessage(fault->field, fault->description);
}

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
