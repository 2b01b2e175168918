#include "agent/rpc/call/explain_malformed.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/core/text.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

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

}  // namespace linkstat::rpc
