#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/catalog/field_rules.h"
#include "agent/catalog/validate.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void CheckEntry(const Message& message, const SourceLocation& place, FaultList& faults);

void CheckString(const std::string& text, Content content, const SourceLocation& place,
                 FaultList& faults) {
  const auto fault = FaultOfText(text, content);
  if (fault.has_value()) faults.Add(place, fault->reason, fault->message);
}

void CheckEnum(const FieldDescriptor* field, int value, bool required, const SourceLocation& place,
               FaultList& faults) {
  if (field->enum_type()->FindValueByNumber(value) == nullptr) {
    faults.Add(place, v1::CATALOG_FAULT_REASON_UNKNOWN_FIELD,
               "the schema has no such value; correct it");
  } else if (required && value == 0) {
    faults.Add(place, v1::CATALOG_FAULT_REASON_MISSING, "is not set; choose a value");
  }
}

// The id of each entry of a list, or each id in a list of references. An empty one is
// reported as such.
void AddIds(const Message& message, const FieldDescriptor* field, const SourceLocation& place,
            Distinct& ids) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    const SourceLocation element = place.At(field->name(), i);
    if (field->message_type() == nullptr) {
      const std::string text = reflection->GetRepeatedString(message, field, i);
      if (!text.empty()) ids.Add(text, element);
    } else if (const auto* id = field->message_type()->FindFieldByName("id")) {
      const Message& entry = reflection->GetRepeatedMessage(message, field, i);
      const std::string text = entry.GetReflection()->GetString(entry, id);
      if (!text.empty()) ids.Add(text, element.At("id"));
    }
  }
}

void CheckList(const Message& message, const FieldDescriptor* field, const FieldRule& rule,
               const SourceLocation& place, FaultList& faults) {
  const auto* reflection = message.GetReflection();
  const int size = reflection->FieldSize(message, field);
  if (size < rule.min) {
    faults.Add(place.At(field->name()), v1::CATALOG_FAULT_REASON_MISSING,
               absl::StrCat("is empty; add at least ", rule.min));
  }
  if (size > rule.max) {
    faults.Add(place.At(field->name()), v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS,
               absl::StrCat("has ", size, " entries, more than ", rule.max, "; remove some"));
  }
  for (int i = 0; i < size; ++i) {
    const SourceLocation element = place.At(field->name(), i);
    if (rule.content == Content::kMessage) {
      CheckEntry(reflection->GetRepeatedMessage(message, field, i), element, faults);
    } else {
      CheckString(reflection->GetRepeatedString(message, field, i), rule.content, element, faults);
    }
  }
  if (rule.content != Content::kId && rule.content != Content::kMessage) return;
  // Permissions, needed or not, share their ids.
  if (absl::EndsWith(field->full_name(), "Catalog.permissions")) return;
  Distinct ids(faults);
  if (absl::EndsWith(field->full_name(), "Catalog.unneeded_permissions")) {
    AddIds(message, message.GetDescriptor()->FindFieldByName("permissions"), place, ids);
  }
  AddIds(message, field, place, ids);
}

void CheckSingle(const Message& message, const FieldDescriptor* field, const FieldRule& rule,
                 const SourceLocation& place, FaultList& faults) {
  const auto* reflection = message.GetReflection();
  if (rule.content == Content::kEnum) {
    CheckEnum(field, reflection->GetEnumValue(message, field), rule.min > 0,
              place.At(field->name()), faults);
  } else if (!reflection->HasField(message, field)) {
    if (rule.min == 0) return;
    faults.Add(place.At(field->name()), v1::CATALOG_FAULT_REASON_MISSING,
               "is absent or empty; fill it in");
  } else if (rule.content == Content::kMessage) {
    CheckEntry(reflection->GetMessage(message, field), place.At(field->name()), faults);
  } else {
    CheckString(reflection->GetString(message, field), rule.content, place.At(field->name()),
                faults);
  }
}

void CheckEntry(const Message& message, const SourceLocation& place, FaultList& faults) {
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const FieldRule rule = RuleOf(field);
    if (field->is_repeated()) {
      CheckList(message, field, rule, place, faults);
    } else {
      CheckSingle(message, field, rule, place, faults);
    }
  }
}

}  // namespace

void CheckFields(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  CheckEntry(catalog, place, faults);
}

}  // namespace linkstat::catalog
