#include "agent/service/watch_cursor.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/core/bounds.h"

namespace linkstat::service {
namespace {

using Kind = DecodedCursor::Kind;
using Phase = WatchCursor::Phase;

constexpr char kKind[] = "cursor of a store";
constexpr size_t kCatalogBytes = core::kRevisionSize / 2;

std::string RevisionBytes(store::Revision revision) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(revision >> shift);
  return bytes;
}

// Takes the first `size` bytes off `rest`; absent when it has fewer.
std::optional<absl::string_view> Take(absl::string_view& rest, size_t size) {
  if (rest.size() < size) return std::nullopt;
  const absl::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

bool TakePhase(absl::string_view& rest, Phase& phase) {
  const std::optional<absl::string_view> byte = Take(rest, 1);
  if (!byte.has_value()) return false;
  for (const Phase known : {Phase::kSnapshot, Phase::kCatalogChange, Phase::kFollow}) {
    if (byte->front() != static_cast<char>(known)) continue;
    phase = known;
    return true;
  }
  return false;
}

bool TakeRevision(absl::string_view& rest, store::Revision& revision) {
  const std::optional<absl::string_view> bytes = Take(rest, sizeof(store::Revision));
  if (!bytes.has_value()) return false;
  revision = 0;
  for (const char byte : *bytes) revision = revision << 8 | static_cast<unsigned char>(byte);
  return true;
}

bool TakeCatalog(absl::string_view& rest, std::string& catalog) {
  const std::optional<absl::string_view> bytes = Take(rest, kCatalogBytes);
  if (bytes.has_value()) catalog = absl::BytesToHexString(*bytes);
  return bytes.has_value();
}

std::string PayloadOf(const WatchCursor& cursor) {
  return absl::StrCat(std::string(1, static_cast<char>(cursor.phase)),
                      RevisionBytes(cursor.revision), absl::HexStringToBytes(cursor.catalog),
                      absl::HexStringToBytes(cursor.next_catalog), cursor.after);
}

// Absent when `payload` is not what PayloadOf makes of a cursor.
std::optional<WatchCursor> ReadPayload(absl::string_view payload) {
  WatchCursor cursor;
  if (!TakePhase(payload, cursor.phase) || !TakeRevision(payload, cursor.revision) ||
      !TakeCatalog(payload, cursor.catalog)) {
    return std::nullopt;
  }
  if (cursor.phase == Phase::kCatalogChange && !TakeCatalog(payload, cursor.next_catalog)) {
    return std::nullopt;
  }
  const size_t most = cursor.phase == Phase::kFollow ? 0 : core::kMaxIdSize;
  if (payload.size() > most) return std::nullopt;
  cursor.after = std::string(payload);
  return cursor;
}

// Versions without keys put the store's identity before the rest.
bool IsUnkeyedPayload(absl::string_view payload) {
  return Take(payload, store::kIdentityBytes).has_value() && ReadPayload(payload).has_value();
}

}  // namespace

std::string EncodeCursor(const TokenSealer& sealer, const WatchCursor& cursor) {
  return sealer.Seal(kKind, PayloadOf(cursor));
}

DecodedCursor DecodeCursor(const TokenSealer& sealer, absl::string_view text) {
  const OpenedToken token = sealer.Open(kKind, text);
  switch (token.origin) {
    case OpenedToken::Origin::kNone:
      return {};
    case OpenedToken::Origin::kOtherStore:
      return {Kind::kUnverified};
    case OpenedToken::Origin::kUnkeyed:
      return {IsUnkeyedPayload(token.payload) ? Kind::kUnverified : Kind::kNone};
    case OpenedToken::Origin::kThisStore:
      break;
  }
  std::optional<WatchCursor> cursor = ReadPayload(token.payload);
  if (!cursor.has_value()) return {};
  return {Kind::kVerified, *std::move(cursor)};
}

}  // namespace linkstat::service
