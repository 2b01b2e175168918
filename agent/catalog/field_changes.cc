#include "agent/catalog/field_changes.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/text_format.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

std::string PrintValue(const Message& message, const FieldDescriptor* field, int index) {
  TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintFieldValueToString(message, field, index, &text);
  absl::StripAsciiWhitespace(&text);
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return text;
  return absl::StrCat("{ ", text, " }");
}

// The content of `field` as text; absent when it is not set.
std::optional<std::string> TextOf(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  if (field->is_repeated()) {
    std::vector<std::string> elements;
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      elements.push_back(PrintValue(message, field, i));
    }
    if (elements.empty()) return std::nullopt;
    return absl::StrCat("[", absl::StrJoin(elements, ", "), "]");
  }
  if (!reflection->HasField(message, field)) return std::nullopt;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return reflection->GetString(message, field);
  }
  return PrintValue(message, field, -1);
}

}  // namespace

std::vector<v1::FieldChange> FieldChanges(const Message& before, const Message& after) {
  std::vector<v1::FieldChange> changes;
  const auto* descriptor = before.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    std::optional<std::string> old_text = TextOf(before, field);
    std::optional<std::string> new_text = TextOf(after, field);
    if (old_text == new_text) continue;
    v1::FieldChange& change = changes.emplace_back();
    change.set_field(field->name());
    if (old_text.has_value()) change.set_before(*std::move(old_text));
    if (new_text.has_value()) change.set_after(*std::move(new_text));
  }
  return changes;
}

}  // namespace linkstat::catalog
