#include "agent/core/text.h"

#include <utf8proc.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "agent/core/bounds.h"
#include "agent/core/code_points.h"
#include "agent/core/identifiers.h"

namespace linkstat::core {
namespace {

bool IsControl(CodePoint c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool IsInvisible(CodePoint c) { return IsSpace(c) || utf8proc_get_property(c)->ignorable; }

bool IsLetterOrDigit(CodePoint c) {
  if (c < 0x80) return absl::ascii_isalnum(static_cast<unsigned char>(c));
  const utf8proc_property_t* property = utf8proc_get_property(c);
  const auto category = property->category;
  const bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
  const bool digit = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
  return (letter || digit) && !property->ignorable;
}

template <typename Predicate>
bool AnyOf(absl::string_view text, Predicate predicate) {
  CodePoint c;
  while (NextCodePoint(text, c)) {
    if (predicate(c)) return true;
  }
  return false;
}

std::string TooLong(size_t size, int max_size) {
  return absl::StrCat("has ", size, " bytes, more than ", max_size);
}

bool IsPrintableAscii(char c) { return c > ' ' && c <= '~'; }

// An atom of RFC 5322, of printable ASCII.
bool IsAtom(absl::string_view text) {
  constexpr char kSpecials[] = "()<>[]:;@\\,.\"";
  return !text.empty() && text.find_first_of(kSpecials) == absl::string_view::npos;
}

std::optional<std::string> LocalPartFault(absl::string_view local) {
  if (local.size() > kMaxEmailLocalSize) {
    return absl::StrCat(TooLong(local.size(), kMaxEmailLocalSize), ", before the @");
  }
  const auto atoms = absl::StrSplit(local, '.');
  if (std::all_of(atoms.begin(), atoms.end(), IsAtom)) return std::nullopt;
  return "has no dot-atom of RFC 5322 before the @";
}

}  // namespace

bool IsUtf8(absl::string_view bytes) {
  CodePoint c;
  while (NextCodePoint(bytes, c)) {
  }
  return bytes.empty();
}

bool HasControlCharacter(absl::string_view text) { return AnyOf(text, IsControl); }

bool IsBlank(absl::string_view text) {
  return !AnyOf(text, [](CodePoint c) { return !IsInvisible(c); });
}

bool HasLetterOrDigit(absl::string_view text) { return AnyOf(text, IsLetterOrDigit); }

std::optional<std::string> LineFault(absl::string_view text, int max_size) {
  if (!IsUtf8(text)) return "is not valid UTF-8";
  if (HasControlCharacter(text)) return "holds a control character";
  if (IsBlank(text)) return "is empty or blank";
  if (text.size() > static_cast<size_t>(max_size)) return TooLong(text.size(), max_size);
  return std::nullopt;
}

std::optional<std::string> OptionalLineFault(absl::string_view text, int max_size) {
  if (!IsUtf8(text)) return "is not valid UTF-8";
  if (HasControlCharacter(text)) return "holds a control character";
  if (text.size() > static_cast<size_t>(max_size)) return TooLong(text.size(), max_size);
  return std::nullopt;
}

std::optional<std::string> EmailFault(absl::string_view address) {
  if (address.empty()) return "is empty or blank";
  if (!std::all_of(address.begin(), address.end(), IsPrintableAscii)) {
    return "holds a character other than printable ASCII without space";
  }
  if (address.size() > kMaxEmailSize) return TooLong(address.size(), kMaxEmailSize);
  const bool one_at = std::count(address.begin(), address.end(), '@') == 1;
  if (!one_at || address.front() == '@' || address.back() == '@') {
    return "is not an address of the form local@domain";
  }
  const size_t at = address.find('@');
  std::optional<std::string> fault = LocalPartFault(address.substr(0, at));
  if (!fault.has_value() && !IsHostName(address.substr(at + 1))) {
    fault = "has no host name after the @";
  }
  return fault;
}

}  // namespace linkstat::core
