#include "agent/catalog/field_rules.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/core/bounds.h"
#include "agent/core/identifiers.h"
#include "agent/core/text.h"

namespace linkstat::catalog {
namespace {

using core::kMaxList;
using core::kMaxPermissions;
using core::kMaxValueParts;
using google::protobuf::FieldDescriptor;

// The bounds of a list that are not 0 to kMaxList.
struct ListBounds {
  absl::string_view field;
  int min;
  int max;
};

constexpr ListBounds kLists[] = {
    {"linkstat.v1.Catalog.steps", 1, kMaxList},
    {"linkstat.v1.Catalog.form_fields", 1, kMaxList},
    {"linkstat.v1.Catalog.permissions", 1, kMaxPermissions},
    {"linkstat.v1.Catalog.unneeded_permissions", 0, kMaxPermissions},
    {"linkstat.v1.Catalog.data_domains", 1, kMaxList},
    {"linkstat.v1.Provenance.sources", 1, kMaxList},
    {"linkstat.v1.Prerequisite.any_of", 1, kMaxList},
    {"linkstat.v1.FormField.parts", 0, kMaxValueParts},
    {"linkstat.v1.Permission.data_domain_ids", 1, kMaxList},
};

// What is not a string and may be absent.
constexpr absl::string_view kOptional[] = {"linkstat.v1.Catalog.transition_rule",
                                           "linkstat.v1.FormField.provided"};

Content ContentOf(const FieldDescriptor* field) {
  constexpr absl::string_view kLabels[] = {"label", "title", "value", "aliases", "also_called"};
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return Content::kMessage;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return Content::kEnum;
  const absl::string_view name = field->name();
  if (name == "id" || absl::EndsWith(name, "_ids")) return Content::kId;
  if (name == "uri") return Content::kUri;
  if (name == "sha256") return Content::kSha256;
  return absl::c_linear_search(kLabels, name) ? Content::kLabel : Content::kText;
}

constexpr int kSha256Size = 64;

bool IsSha256(absl::string_view text) {
  return text.size() == kSha256Size && core::IsLowerHex(text);
}

bool IsHttpsUri(absl::string_view text) {
  constexpr absl::string_view kScheme = "https://";
  if (!absl::StartsWith(text, kScheme)) return false;
  const absl::string_view rest = text.substr(kScheme.size());
  return !rest.empty() && absl::ascii_isalnum(rest.front()) &&
         absl::c_all_of(rest, [](unsigned char c) {
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

FieldRule RuleOf(const FieldDescriptor* field) {
  const absl::string_view name = field->full_name();
  if (!field->is_repeated()) {
    const bool optional = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING
                              ? field->has_presence()
                              : absl::c_linear_search(kOptional, name);
    return {ContentOf(field), optional ? 0 : 1, 1};
  }
  const auto* list =
      absl::c_find_if(kLists, [&](const ListBounds& bounds) { return bounds.field == name; });
  if (list == std::end(kLists)) return {ContentOf(field), 0, kMaxList};
  return {ContentOf(field), list->min, list->max};
}

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
