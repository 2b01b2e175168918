#include "agent/service/observation_table.h"

#include <algorithm>

namespace linkstat::service {
namespace {

// No observed value holds a control character.
constexpr char kOwnFirstName[] = "\x01";
constexpr char kOwnWorkEmail[] = "\x02";

std::string PermissionsKey(const v1::ObservedPermissions& observed) {
  std::vector<std::string> names(observed.names().begin(), observed.names().end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  v1::ObservedPermissions sorted;
  sorted.mutable_names()->Assign(names.begin(), names.end());
  return sorted.SerializeAsString();
}

bool HasValue(const v1::ObservedField& entry, absl::string_view value) {
  return std::find(entry.values().begin(), entry.values().end(), value) != entry.values().end();
}

void ReplaceValues(absl::string_view from, absl::string_view to, v1::ObservedField& entry) {
  for (std::string& value : *entry.mutable_values()) {
    if (value == from) value = std::string(to);
  }
}

std::string EntryKey(const v1::ObservedField& entry, const v1::LinkIdentity& identity) {
  if (!HasValue(entry, identity.first_name()) && !HasValue(entry, identity.work_email())) {
    return entry.SerializeAsString();
  }
  v1::ObservedField marked = entry;
  ReplaceValues(identity.first_name(), kOwnFirstName, marked);
  ReplaceValues(identity.work_email(), kOwnWorkEmail, marked);
  return marked.SerializeAsString();
}

}  // namespace

CompactFacts ObservationTable::Add(const store::v1::StoredAccount& account) {
  CompactFacts facts;
  facts.transitioning = account.transitioning();
  facts.relinked = account.has_relinked_at();
  if (account.has_observed()) {
    facts.permissions = permissions_.Acquire(PermissionsKey(account.observed()));
  }
  if (account.has_form()) facts.form = AddForm(account);
  return facts;
}

std::unique_ptr<CompactForm> ObservationTable::AddForm(const store::v1::StoredAccount& account) {
  auto form = std::make_unique<CompactForm>();
  form->work_email = account.identity().work_email();
  form->first_name = first_names_.Acquire(account.identity().first_name());
  form->entries.reserve(account.form().entries_size());
  for (const v1::ObservedField& entry : account.form().entries()) {
    form->entries.push_back(entries_.Acquire(EntryKey(entry, account.identity())));
  }
  return form;
}

void ObservationTable::Remove(const CompactFacts& facts) {
  if (facts.permissions != InternPool::kNone) permissions_.Release(facts.permissions);
  if (facts.form == nullptr) return;
  first_names_.Release(facts.form->first_name);
  for (const InternPool::Id entry : facts.form->entries) entries_.Release(entry);
}

v1::ObservedPermissions ObservationTable::Permissions(InternPool::Id id) const {
  v1::ObservedPermissions observed;
  observed.ParseFromString(permissions_.Get(id));
  return observed;
}

v1::ObservedField ObservationTable::MarkedEntry(InternPool::Id id) const {
  v1::ObservedField entry;
  entry.ParseFromString(entries_.Get(id));
  return entry;
}

v1::ObservedField ObservationTable::Entry(InternPool::Id id, const CompactForm& form) const {
  v1::ObservedField entry = MarkedEntry(id);
  ReplaceValues(kOwnFirstName, first_names_.Get(form.first_name), entry);
  ReplaceValues(kOwnWorkEmail, form.work_email, entry);
  return entry;
}

absl::string_view ObservationTable::MarkOf(v1::ProvidedValue provided) {
  return provided == v1::PROVIDED_VALUE_FIRST_NAME ? kOwnFirstName : kOwnWorkEmail;
}

bool ObservationTable::HasMark(const v1::ObservedField& marked) {
  return HasValue(marked, kOwnFirstName) || HasValue(marked, kOwnWorkEmail);
}

v1::LinkIdentity ObservationTable::Identity(const CompactForm& form) const {
  v1::LinkIdentity identity;
  identity.set_first_name(first_names_.Get(form.first_name));
  identity.set_work_email(form.work_email);
  return identity;
}

}  // namespace linkstat::service
