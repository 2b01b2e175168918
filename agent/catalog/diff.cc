#include "agent/catalog/diff.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "agent/catalog/field_changes.h"
#include "agent/catalog/must_act.h"
#include "google/protobuf/message.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The string field `name` of `entry`; empty when entries of its type have none.
std::string StringField(const Message& entry, const char* name) {
  const FieldDescriptor* field = entry.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : entry.GetReflection()->GetString(entry, field);
}

std::string LabelOf(const Message& entry) {
  std::string label = StringField(entry, "label");
  return label.empty() ? StringField(entry, "title") : label;
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

// Collects the changes of one field of Catalog.
class Changes {
 public:
  Changes(const FieldDescriptor* field, v1::DiffCatalogResponse& response)
      : list_(field->name()), response_(response) {}

  // `before` is null for an added entry, `after` for a removed one. An entry
  // that does not differ is passed over, unless it moved.
  void Compare(const std::string& id, const Message* before, const Message* after, bool moved) {
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
    change.set_list(list_);
    change.set_id(id);
    change.set_label(LabelOf(after == nullptr ? *before : *after));
    if (auto reason = RequiredAction(before, after); reason.has_value()) {
      change.set_must_act(*std::move(reason));
      response_.set_accounts_must_act(true);
    }
    *response_.add_changes() = std::move(change);
  }

 private:
  const std::string list_;
  v1::DiffCatalogResponse& response_;
};

void CompareLists(const EntryList& from, const EntryList& to, Changes& changes) {
  for (const Message* entry : from.entries()) {
    const std::string id = StringField(*entry, "id");
    if (to.Find(id) == nullptr) changes.Compare(id, entry, nullptr, false);
  }
  const auto places_before = from.PlacesAmongCommon(to);
  const auto places_after = to.PlacesAmongCommon(from);
  for (const Message* entry : to.entries()) {
    const std::string id = StringField(*entry, "id");
    const Message* before = from.Find(id);
    const bool moved = before != nullptr && places_before.at(id) != places_after.at(id);
    changes.Compare(id, before, entry, moved);
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
    Changes changes(field, response);
    if (field->is_repeated()) {
      CompareLists(EntryList(from.catalog(), field), EntryList(to.catalog(), field), changes);
      continue;
    }
    const Message* before = SingleEntry(from.catalog(), field);
    const Message* after = SingleEntry(to.catalog(), field);
    if (before != nullptr || after != nullptr) changes.Compare("", before, after, false);
  }
  return response;
}

}  // namespace linkstat::catalog
