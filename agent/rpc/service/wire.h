#ifndef LINKSTAT_AGENT_RPC_SERVICE_WIRE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_WIRE_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

// Fields of protobuf's wire format with a number below 16, of type LEN (strings and
// messages) unless said otherwise, for the fast path only (prepared_answers.h).
// Thread-safe.
namespace linkstat::rpc {

constexpr char TagOf(int field) { return static_cast<char>(field << 3 | 2); }

// Takes the field with this tag off the front of `rest` and returns its content.
// Absent, with `rest` as it was, where another field or none stands, and for a
// field of 16 KiB and more.
absl::optional<absl::string_view> TakeField(char tag, absl::string_view& rest);

// Takes the field of wire type VARINT with this number off the front of `rest` and
// returns its value, below 128. Absent, with `rest` as it was, where another field
// or value stands.
absl::optional<int> TakeSmall(int field, absl::string_view& rest);

// The size of a field with content of this size.
size_t FieldSize(size_t content);

// Writes bytes as they are to `end`, where there must be room for them, and
// returns where they end.
uint8_t* WriteBytes(absl::string_view bytes, uint8_t* end);

// Writes a field's tag and length to `end`, where there must be room for the
// field, and returns where its content must follow.
uint8_t* WriteHead(int field, size_t content, uint8_t* end);

// Likewise the whole field; returns where it ends.
uint8_t* WriteField(int field, absl::string_view content, uint8_t* end);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_WIRE_H_
