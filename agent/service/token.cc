#include "agent/service/token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/base/sha256.h"

namespace linkstat::service {
namespace {

constexpr size_t kCheckBytes = 8;

std::string CheckOf(absl::string_view kind, absl::string_view payload) {
  return Sha256(absl::StrCat("linkstat ", kind, ":", payload)).substr(0, kCheckBytes);
}

// The messages have no maps, so that equal ones have equal bytes.
std::string PageKind(const google::protobuf::Message& request) {
  return absl::StrCat("page ", request.GetDescriptor()->full_name(), " ",
                      Sha256(request.SerializeAsString()));
}

}  // namespace

std::string SealToken(absl::string_view kind, absl::string_view payload) {
  return absl::WebSafeBase64Escape(absl::StrCat(CheckOf(kind, payload), payload));
}

absl::optional<std::string> OpenToken(absl::string_view kind, absl::string_view token) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kCheckBytes) {
    return absl::nullopt;
  }
  std::string payload = bytes.substr(kCheckBytes);
  if (SealToken(kind, payload) != token) return absl::nullopt;
  return payload;
}

std::string SealPageToken(const google::protobuf::Message& request, absl::string_view after) {
  return SealToken(PageKind(request), after);
}

absl::optional<std::string> OpenPageToken(const google::protobuf::Message& request,
                                          absl::string_view token) {
  if (token.empty()) return std::string();
  return OpenToken(PageKind(request), token);
}

}  // namespace linkstat::service
