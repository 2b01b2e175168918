#include "agent/rpc/wire.h"

#include <cstdint>

#include "google/protobuf/io/coded_stream.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::io::CodedOutputStream;

// A varint of one byte or two.
absl::optional<size_t> TakeLength(absl::string_view& rest) {
  if (rest.empty()) return absl::nullopt;
  const auto low = static_cast<unsigned char>(rest[0]);
  if (low < 0x80) {
    rest.remove_prefix(1);
    return low;
  }
  if (rest.size() < 2) return absl::nullopt;
  const auto high = static_cast<unsigned char>(rest[1]);
  if (high >= 0x80) return absl::nullopt;
  rest.remove_prefix(2);
  return (low & 0x7F) | high << 7;
}

}  // namespace

absl::optional<absl::string_view> TakeField(char tag, absl::string_view& rest) {
  if (rest.empty() || rest[0] != tag) return absl::nullopt;
  absl::string_view after = rest.substr(1);
  const absl::optional<size_t> size = TakeLength(after);
  if (!size.has_value() || *size > after.size()) return absl::nullopt;
  rest = after.substr(*size);
  return after.substr(0, *size);
}

size_t FieldSize(size_t content) {
  return 1 + CodedOutputStream::VarintSize32(static_cast<uint32_t>(content)) + content;
}

void AppendHead(int field, size_t content, std::string& bytes) {
  uint8_t head[6] = {static_cast<uint8_t>(TagOf(field))};
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(content), head + 1);
  bytes.append(&head[0], end);
}

void AppendField(int field, absl::string_view content, std::string& bytes) {
  AppendHead(field, content.size(), bytes);
  bytes.append(content.data(), content.size());
}

}  // namespace linkstat::rpc
