#include "agent/catalog/field_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/core/bounds.h"
#include "agent/core/identifiers.h"
#include "agent/core/text.h"

namespace linkstat::catalog {
namespace {

constexpr int kSha256Size = 64;

bool IsSha256(absl::string_view text) {
  return text.size() == kSha256Size && core::IsLowerHex(text);
}

bool IsHttpsUri(absl::string_view text) {
  constexpr absl::string_view kScheme = "https://";
  if (!absl::StartsWith(text, kScheme)) return false;
  const absl::string_view rest = text.substr(kScheme.size());
  return !rest.empty() && absl::ascii_isalnum(rest.front()) &&
         std::all_of(rest.begin(), rest.end(), [](unsigned char c) {
           return absl::ascii_isgraph(c) && c != '"' && c != '<' && c != '>';
         });
}

int MaxSize(Content content) {
  switch (content) {
    case Content::kId:
      return core::kMaxIdSize;
    case Content::kLabel:
      return core::kMaxLabelSize;
    case Content::kUri:
      return core::kMaxUriSize;
    default:
      return core::kMaxTextSize;
  }
}

// What is wrong with the form of `text`; empty when nothing is.
absl::string_view FaultOfForm(absl::string_view text, Content content) {
  if (content == Content::kId && !core::IsId(text)) {
    return "is not a valid id; use only a-z, 0-9 and -, begin with a letter, end with a letter or "
           "digit";
  }
  if (content == Content::kSha256 && !IsSha256(text)) {
    return "is not a SHA-256; write 64 lower-case hexadecimal digits";
  }
  if (content == Content::kUri && !IsHttpsUri(text)) {
    return "is not an https address; write one that begins with https:// and holds no space, "
           "quotation "
           "mark or angle bracket";
  }
  return {};
}

}  // namespace

std::optional<TextFault> FaultOfText(absl::string_view text, Content content) {
  if (!core::IsUtf8(text)) {
    return TextFault{v1::CATALOG_FAULT_REASON_MALFORMED, "is not valid UTF-8; correct its escapes"};
  }
  if (core::IsBlank(text)) {
    return TextFault{v1::CATALOG_FAULT_REASON_MISSING,
                     "is empty or blank; fill it in or remove it"};
  }
  const int max = MaxSize(content);
  if (text.size() > static_cast<size_t>(max)) {
    return TextFault{v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS,
                     absl::StrCat("has ", text.size(), " bytes, more than ", max, "; shorten it")};
  }
  if (core::HasControlCharacter(text)) {
    return TextFault{v1::CATALOG_FAULT_REASON_MALFORMED,
                     "holds a control character; write one line of plain text"};
  }
  const absl::string_view message = FaultOfForm(text, content);
  if (message.empty()) return std::nullopt;
  return TextFault{v1::CATALOG_FAULT_REASON_MALFORMED, std::string(message)};
}

}  // namespace linkstat::catalog
