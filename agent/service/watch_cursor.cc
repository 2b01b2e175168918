#include "agent/service/watch_cursor.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/core/bounds.h"
#include "agent/service/token.h"

namespace linkstat::service {
namespace {

constexpr char kKind[] = "cursor of a store";
constexpr size_t kCatalogBytes = core::kRevisionSize / 2;

std::string RevisionBytes(store::Revision revision) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(revision >> shift);
  return bytes;
}

// Takes the first `size` bytes off `rest`, which has at least as many.
absl::string_view Take(absl::string_view& rest, size_t size) {
  const absl::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

store::Revision ToRevision(absl::string_view bytes) {
  store::Revision revision = 0;
  for (const char byte : bytes) revision = revision << 8 | static_cast<unsigned char>(byte);
  return revision;
}

}  // namespace

std::string EncodeCursor(const WatchCursor& cursor) {
  return SealToken(
      kKind, absl::StrCat(cursor.store, std::string(1, static_cast<char>(cursor.phase)),
                          RevisionBytes(cursor.revision), absl::HexStringToBytes(cursor.catalog),
                          absl::HexStringToBytes(cursor.next_catalog), cursor.after));
}

absl::optional<WatchCursor> DecodeCursor(absl::string_view text) {
  const absl::optional<std::string> payload = OpenToken(kKind, text);
  // A token with the right check was made by EncodeCursor.
  if (!payload.has_value()) return absl::nullopt;
  absl::string_view rest = *payload;
  WatchCursor cursor;
  cursor.store = std::string(Take(rest, store::kIdentityBytes));
  cursor.phase = static_cast<WatchCursor::Phase>(Take(rest, 1).front());
  cursor.revision = ToRevision(Take(rest, sizeof(store::Revision)));
  cursor.catalog = absl::BytesToHexString(Take(rest, kCatalogBytes));
  if (cursor.phase == WatchCursor::Phase::kCatalogChange) {
    cursor.next_catalog = absl::BytesToHexString(Take(rest, kCatalogBytes));
  }
  cursor.after = std::string(rest);
  return cursor;
}

}  // namespace linkstat::service
