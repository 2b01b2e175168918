#include "agent/rpc/service/wire.h"

#include <cstring>

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

absl::optional<int> TakeSmall(int field, absl::string_view& rest) {
  if (rest.size() < 2 || rest[0] != static_cast<char>(field << 3)) return absl::nullopt;
  const auto value = static_cast<unsigned char>(rest[1]);
  if (value >= 0x80) return absl::nullopt;
  rest.remove_prefix(2);
  return value;
}

size_t FieldSize(size_t content) {
  return 1 + CodedOutputStream::VarintSize32(static_cast<uint32_t>(content)) + content;
}

uint8_t* WriteBytes(absl::string_view bytes, uint8_t* end) {
  std::memcpy(end, bytes.data(), bytes.size());
  return end + bytes.size();
}

uint8_t* WriteHead(int field, size_t content, uint8_t* end) {
  *end = static_cast<uint8_t>(TagOf(field));
  return CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(content), end + 1);
}

uint8_t* WriteField(int field, absl::string_view content, uint8_t* end) {
  return WriteBytes(content, WriteHead(field, content.size(), end));
}

}  // namespace linkstat::rpc
