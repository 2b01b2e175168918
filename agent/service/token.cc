#include "agent/service/token.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/base/sha256.h"

namespace linkstat::service {
namespace {

using Origin = OpenedToken::Origin;

// A sealed token's bytes: the format, the store's identity, the MAC, the payload.
constexpr char kFormat = 1;
constexpr size_t kMacBytes = 16;
constexpr size_t kIdentityAt = 1;
constexpr size_t kMacAt = kIdentityAt + store::kIdentityBytes;
constexpr size_t kPayloadAt = kMacAt + kMacBytes;

// An unkeyed token's bytes: a checksum, the payload.
constexpr size_t kChecksumBytes = 8;

std::string UnkeyedChecksum(absl::string_view kind, absl::string_view payload) {
  return Sha256(absl::StrCat("linkstat ", kind, ":", payload)).substr(0, kChecksumBytes);
}

// The bytes that `token` stands for; absent when no other text should stand for
// them, or the text is too long.
std::optional<std::string> BytesOf(absl::string_view token) {
  std::string bytes;
  if (token.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(token, &bytes) ||
      absl::WebSafeBase64Escape(bytes) != token) {
    return std::nullopt;
  }
  return bytes;
}

// The messages have no maps, so that equal ones have equal bytes.
std::string PageKind(const google::protobuf::Message& request) {
  return absl::StrCat("page ", request.GetDescriptor()->full_name(), " ",
                      Sha256(request.SerializeAsString()));
}

}  // namespace

TokenSealer::TokenSealer(const store::Store& store)
    : identity_(store.identity()), key_(store.DeriveKey("tokens")) {}

std::string TokenSealer::MacOf(absl::string_view kind, absl::string_view payload) const {
  const std::string sealed =
      absl::StrCat(std::string(1, kFormat), identity_, kind.size(), " ", kind, payload);
  return HmacSha256(key_, sealed).substr(0, kMacBytes);
}

std::string TokenSealer::Seal(absl::string_view kind, absl::string_view payload) const {
  return absl::WebSafeBase64Escape(
      absl::StrCat(std::string(1, kFormat), identity_, MacOf(kind, payload), payload));
}

OpenedToken TokenSealer::Open(absl::string_view kind, absl::string_view token) const {
  const std::optional<std::string> decoded = BytesOf(token);
  if (!decoded.has_value()) return {};
  const absl::string_view bytes = *decoded;
  if (bytes.size() >= kChecksumBytes) {
    const absl::string_view payload = bytes.substr(kChecksumBytes);
    if (UnkeyedChecksum(kind, payload) == bytes.substr(0, kChecksumBytes)) {
      return {Origin::kUnkeyed, std::string(payload)};
    }
  }
  if (bytes.size() < kPayloadAt || bytes[0] != kFormat) return {};
  if (bytes.substr(kIdentityAt, store::kIdentityBytes) != identity_) return {Origin::kOtherStore};
  const absl::string_view payload = bytes.substr(kPayloadAt);
  if (!EqualInConstantTime(MacOf(kind, payload), bytes.substr(kMacAt, kMacBytes))) return {};
  return {Origin::kThisStore, std::string(payload)};
}

std::string SealPageToken(const TokenSealer& sealer, const google::protobuf::Message& request,
                          absl::string_view after) {
  return sealer.Seal(PageKind(request), after);
}

std::optional<std::string> OpenPageToken(const TokenSealer& sealer,
                                         const google::protobuf::Message& request,
                                         absl::string_view token) {
  if (token.empty()) return std::string();
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  OpenedToken opened = sealer.Open(PageKind(request), token);
  if (opened.origin != Origin::kThisStore) return std::nullopt;
  return std::move(opened.payload);
}

}  // namespace linkstat::service
