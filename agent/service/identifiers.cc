#include "agent/service/identifiers.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "agent/base/sha256.h"
#include "agent/base/status_macros.h"

namespace linkstat::service {
namespace {

constexpr size_t kCodeBytes = 16;

// RFC 4648 in lower case, without padding.
std::string Base32(absl::string_view bytes) {
  constexpr absl::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : bytes) {
    buffer = buffer << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text += kDigits[buffer >> (bits - 5) & 31];
  }
  if (bits > 0) text += kDigits[buffer << (5 - bits) & 31];
  return text;
}

std::string AccountId(absl::string_view bytes) { return absl::StrCat("account-", Base32(bytes)); }

}  // namespace

absl::StatusOr<std::string> IssueAccountId(Random& random) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string bytes, random.Bytes(kCodeBytes));
  return AccountId(bytes);
}

std::string AccountIdFor(absl::string_view request_id) {
  return AccountId(
      Sha256(absl::StrCat("linkstat account for request ", request_id)).substr(0, kCodeBytes));
}

absl::StatusOr<std::string> IssueWorkEmail(const AccountSettings& settings, Random& random) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::string bytes, random.Bytes(kCodeBytes));
  return absl::StrCat(settings.email_prefix, "-", Base32(bytes), "@", settings.email_domain);
}

}  // namespace linkstat::service
