#include "agent/service/account_settings.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "agent/core/bounds.h"
#include "agent/core/identifiers.h"
#include "agent/core/text.h"

namespace linkstat::service {
namespace {

constexpr size_t kMaxDomainSize = 190;
constexpr size_t kMaxPrefixSize = 30;

bool IsLowerAlnum(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); }

bool IsUpper(char c) { return absl::ascii_isupper(static_cast<unsigned char>(c)); }

bool IsDomain(absl::string_view domain) {
  return domain.size() <= kMaxDomainSize && core::IsHostName(domain) &&
         std::none_of(domain.begin(), domain.end(), IsUpper);
}

bool IsPrefix(absl::string_view prefix) {
  return !prefix.empty() && prefix.size() <= kMaxPrefixSize && IsLowerAlnum(prefix.front()) &&
         IsLowerAlnum(prefix.back()) && !absl::StrContains(prefix, "..") &&
         std::all_of(prefix.begin(), prefix.end(),
                     [](char c) { return IsLowerAlnum(c) || c == '-' || c == '.'; });
}

}  // namespace

void CheckAccountSettings(const AccountSettings& settings, FieldFaults& faults) {
  const bool issues = !settings.email_domain.empty();
  if (issues && !IsDomain(settings.email_domain)) {
    faults.Add("email_domain", "must be a host name in lower case, at most 190 bytes");
  }
  if (!issues && !settings.email_prefix.empty()) {
    faults.Add("email_prefix", "requires the domain");
  }
  if (issues && !IsPrefix(settings.email_prefix)) {
    faults.Add("email_prefix",
               "must be 1 to 30 of a-z, 0-9, - and ., with a letter or digit at both ends");
  }
  if (settings.first_name.empty()) return;
  auto fault = core::LineFault(settings.first_name, core::kMaxFirstNameSize);
  if (fault.has_value()) faults.Add("first_name", *std::move(fault));
}

}  // namespace linkstat::service
