#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "agent/catalog/queries.h"
#include "agent/catalog/required_action.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// The string field `name` of `entry`; empty when entries of its type have none.
std::string StringField(const Message& entry, const char* name) {
  const FieldDescriptor* field = entry.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : entry.GetReflection()->GetString(entry, field);
}

std::string LabelOf(const Message& entry) {
  std::string label = StringField(entry, "label");
  return label.empty() ? StringField(entry, "title") : label;
}

// The element `index` of a list, or the field as a whole for -1: an enum value by its
// name, a message in textproto on one line.
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

// The content of `field` as text; absent when it is not set. A string is given as it is,
// a list as `[a, b]` with its strings quoted.
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

// The fields in which two entries of one list differ, in the order of the schema.
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

// One list of a catalog, by the ids of its entries.
class EntryList {
 public:
  EntryList(const v1::Catalog& catalog, const FieldDescriptor* field) {
    const auto* reflection = catalog.GetReflection();
    for (int i = 0; i < reflection->FieldSize(catalog, field); ++i) {
      entries_.push_back(&reflection->GetRepeatedMessage(catalog, field, i));
      by_id_[StringField(*entries_.back(), "id")] = entries_.back();
    }
  }

  const std::vector<const Message*>& entries() const { return entries_; }

  // Null when there is none.
  const Message* Find(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  // The ids that `other` has as well, each with its place among them.
  absl::flat_hash_map<std::string, int> PlacesAmongCommon(const EntryList& other) const {
    absl::flat_hash_map<std::string, int> places;
    for (const Message* entry : entries_) {
      const std::string id = StringField(*entry, "id");
      if (other.Find(id) != nullptr) places.emplace(id, static_cast<int>(places.size()));
    }
    return places;
  }

 private:
  std::vector<const Message*> entries_;
  absl::flat_hash_map<std::string, const Message*> by_id_;
};

// Adds the change of an entry of the field `list` of Catalog. `before` is null for an added
// entry, `after` for a removed one. An entry that does not differ is passed over, unless it
// moved.
void Compare(const FieldDescriptor* list, const std::string& id, const Message* before,
             const Message* after, bool moved, v1::DiffCatalogResponse& response) {
  v1::EntryChange change;
  if (before == nullptr) {
    change.set_kind(v1::CHANGE_KIND_ADDED);
  } else if (after == nullptr) {
    change.set_kind(v1::CHANGE_KIND_REMOVED);
  } else {
    auto fields = FieldChanges(*before, *after);
    if (fields.empty() && !moved) return;
    change.set_kind(fields.empty() ? v1::CHANGE_KIND_MOVED : v1::CHANGE_KIND_CHANGED);
    change.mutable_fields()->Add(fields.begin(), fields.end());
  }
  change.set_list(list->name());
  change.set_id(id);
  change.set_label(LabelOf(after == nullptr ? *before : *after));
  if (auto reason = RequiredAction(before, after); reason.has_value()) {
    change.set_must_act(*std::move(reason));
    response.set_accounts_must_act(true);
  }
  *response.add_changes() = std::move(change);
}

void CompareLists(const FieldDescriptor* list, const EntryList& from, const EntryList& to,
                  v1::DiffCatalogResponse& response) {
  for (const Message* entry : from.entries()) {
    const std::string id = StringField(*entry, "id");
    if (to.Find(id) == nullptr) Compare(list, id, entry, nullptr, false, response);
  }
  const auto places_before = from.PlacesAmongCommon(to);
  const auto places_after = to.PlacesAmongCommon(from);
  for (const Message* entry : to.entries()) {
    const std::string id = StringField(*entry, "id");
    const Message* before = from.Find(id);
    const bool moved = before != nullptr && places_before.at(id) != places_after.at(id);
    Compare(list, id, before, entry, moved, response);
  }
}

// A message of a catalog that is not a list; null when it is not set.
const Message* SingleEntry(const v1::Catalog& catalog, const FieldDescriptor* field) {
  const auto* reflection = catalog.GetReflection();
  return reflection->HasField(catalog, field) ? &reflection->GetMessage(catalog, field) : nullptr;
}

}  // namespace

v1::DiffCatalogResponse Diff(const core::Snapshot& from, const core::Snapshot& to) {
  v1::DiffCatalogResponse response;
  response.set_from_revision(from.revision());
  response.set_to_revision(to.revision());
  const auto* descriptor = v1::Catalog::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->is_repeated()) {
      CompareLists(field, EntryList(from.catalog(), field), EntryList(to.catalog(), field),
                   response);
      continue;
    }
    const Message* before = SingleEntry(from.catalog(), field);
    const Message* after = SingleEntry(to.catalog(), field);
    if (before != nullptr || after != nullptr) Compare(field, "", before, after, false, response);
  }
  return response;
}

}  // namespace linkstat::catalog
