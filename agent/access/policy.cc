#include "agent/access/policy.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace linkstat::access {
namespace {

constexpr char kSpiffe[] = "spiffe://";
constexpr size_t kMaxIdentity = 2048;

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c)) || c == ' ';
  });
}

// Whether a policy could name it, and a log show it.
bool IsIdentity(absl::string_view identity) {
  return identity.size() <= kMaxIdentity && IsPrintable(identity);
}

std::vector<std::string> NamesOf(const CertificateNames& names) {
  std::vector<std::string> identities;
  for (const std::string& uri : names.uris) {
    if (absl::StartsWith(uri, kSpiffe)) identities.push_back(uri);
  }
  if (!identities.empty()) return identities;
  for (const std::string& name : names.dns) {
    identities.push_back(absl::StrCat("dns:", absl::AsciiStrToLower(name)));
  }
  if (identities.empty() && !names.common_name.empty()) {
    identities.push_back(absl::StrCat("cn:", names.common_name));
  }
  return identities;
}

}  // namespace

std::vector<std::string> IdentitiesOf(const CertificateNames& names) {
  std::vector<std::string> identities = NamesOf(names);
  const bool sound = std::all_of(identities.begin(), identities.end(), IsIdentity);
  return sound ? identities : std::vector<std::string>();
}

std::optional<std::string> IdentityFault(absl::string_view identity) {
  if (identity.size() > kMaxIdentity)
    return absl::StrCat("is longer than ", kMaxIdentity, " bytes");
  if (!IsPrintable(identity)) return "holds a character that is not printable ASCII";
  absl::string_view rest = identity;
  if (absl::ConsumePrefix(&rest, kSpiffe)) {
    const size_t slash = rest.find('/');
    if (slash == 0 || slash == absl::string_view::npos || slash + 1 == rest.size()) {
      return "must be spiffe://DOMAIN/PATH";
    }
    absl::ConsumeSuffix(&rest, "/*");
    if (absl::StrContains(rest, '*')) return "may have a * only as its last part";
    return std::nullopt;
  }
  if (absl::ConsumePrefix(&rest, "dns:") || absl::ConsumePrefix(&rest, "cn:")) {
    if (rest.empty()) return "has an empty name";
    return std::nullopt;
  }
  return "must begin with spiffe://, dns: or cn:";
}

Policy::Policy(const std::vector<Grant>& grants) {
  for (const Grant& grant : grants) {
    const Permissions permissions = access::PermissionsOf(grant.role);
    absl::string_view identity = grant.identity;
    if (absl::StartsWith(identity, kSpiffe) && absl::ConsumeSuffix(&identity, "*")) {
      below_[identity].Add(permissions);
    } else if (absl::ConsumePrefix(&identity, "dns:")) {
      exact_[absl::StrCat("dns:", absl::AsciiStrToLower(identity))].Add(permissions);
    } else {
      exact_[grant.identity].Add(permissions);
    }
  }
}

Permissions Policy::PermissionsOf(const std::vector<std::string>& identities) const {
  Permissions permissions;
  for (const std::string& identity : identities) AddPermissionsOf(identity, permissions);
  return permissions;
}

void Policy::AddPermissionsOf(absl::string_view identity, Permissions& permissions) const {
  const auto exact = exact_.find(identity);
  if (exact != exact_.end()) permissions.Add(exact->second);
  if (below_.empty() || !absl::StartsWith(identity, kSpiffe)) return;
  for (size_t end = identity.find('/', sizeof(kSpiffe) - 1); end != absl::string_view::npos;
       end = identity.find('/', end + 1)) {
    const auto found = below_.find(identity.substr(0, end + 1));
    if (found != below_.end()) permissions.Add(found->second);
  }
}

}  // namespace linkstat::access
