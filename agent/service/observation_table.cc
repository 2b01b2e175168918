#include "agent/service/observation_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"

namespace linkstat::service {
namespace {

// No observed value holds a control character.
constexpr char kOwnFirstName[] = "\x01";
constexpr char kOwnWorkEmail[] = "\x02";

bool HasValue(const v1::ObservedField& entry, absl::string_view value) {
  return std::find(entry.values().begin(), entry.values().end(), value) != entry.values().end();
}

void ReplaceValues(absl::string_view from, absl::string_view to, v1::ObservedField& entry) {
  for (std::string& value : *entry.mutable_values()) {
    if (value == from) value = std::string(to);
  }
}

// Of ObservedPermissions.names and of ObservedField.values in their bytes.
constexpr char kNamesTag = 1 << 3 | 2;
constexpr char kValuesTag = 2 << 3 | 2;
static_assert(v1::ObservedPermissions::kNamesFieldNumber == 1);
static_assert(v1::ObservedField::kValuesFieldNumber == 2);

// Appends `text` as the bytes of a message hold a field. Since no observed text holds
// a control character, such as the tag, they are found in no other part of an entry.
void AppendField(char tag, absl::string_view text, std::string& bytes) {
  bytes += tag;
  size_t size = text.size();
  for (; size >= 0x80; size >>= 7) bytes += static_cast<char>(size | 0x80);
  bytes += static_cast<char>(size);
  bytes.append(text.data(), text.size());
}

bool Contains(absl::string_view bytes, absl::string_view part) {
  return bytes.find(part) != absl::string_view::npos;
}

void Replace(absl::string_view from, absl::string_view to, std::string& bytes) {
  for (size_t at = 0; (at = bytes.find(from.data(), at, from.size())) != std::string::npos;
       at += to.size()) {
    bytes.replace(at, from.size(), to.data(), to.size());
  }
}

}  // namespace

absl::StatusOr<CompactFacts> ObservationTable::Add(const store::v1::StoredFacts& account) {
  CompactFacts facts;
  facts.transitioning = account.transitioning();
  facts.relinked = account.has_relinked_at();
  if (account.has_form()) {
    LINKSTAT_ASSIGN_OR_RETURN(facts.form, AddForm(account));
  }
  if (account.has_observed()) facts.permissions = AddPermissions(account.observed());
  return facts;
}

InternPool::Id ObservationTable::AddPermissions(const v1::ObservedPermissions& observed) {
  names_.assign(observed.names().begin(), observed.names().end());
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  key_.clear();
  for (const absl::string_view name : names_) AppendField(kNamesTag, name, key_);
  return permissions_.Acquire(key_);
}

absl::StatusOr<CompactForm> ObservationTable::AddForm(const store::v1::StoredFacts& account) {
  own_first_name_.clear();
  AppendField(kValuesTag, account.identity().first_name(), own_first_name_);
  own_work_email_.clear();
  AppendField(kValuesTag, account.identity().work_email(), own_work_email_);
  // Most entries are those of the account before.
  form_before_.swap(form_);
  form_.clear();
  for (const std::string& bytes : account.form().entries()) {
    const size_t place = form_.size();
    const std::optional<InternPool::Id> entry =
        AddEntry(bytes, place < form_before_.size() ? form_before_[place] : InternPool::kNone);
    if (!entry.has_value()) {
      for (const InternPool::Id added : form_) entries_.Release(added);
      return absl::DataLossError("a record of the store holds no linked account");
    }
    form_.push_back(*entry);
  }
  return CompactForm{account.identity().work_email(),
                     first_names_.Acquire(account.identity().first_name()), form_};
}

std::optional<InternPool::Id> ObservationTable::AddEntry(absl::string_view bytes,
                                                         InternPool::Id guess) {
  if (Contains(bytes, own_first_name_) || Contains(bytes, own_work_email_)) {
    key_.assign(bytes.data(), bytes.size());
    Replace(own_first_name_, absl::StrCat("\x12\x01", kOwnFirstName), key_);
    Replace(own_work_email_, absl::StrCat("\x12\x01", kOwnWorkEmail), key_);
    bytes = key_;
  }
  const std::optional<InternPool::Id> known = entries_.AcquireKnown(bytes, guess);
  if (known.has_value()) return known;
  if (!entry_.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  return entries_.Acquire(bytes);
}

void ObservationTable::Remove(const CompactFacts& facts) {
  if (facts.permissions != InternPool::kNone) permissions_.Release(facts.permissions);
  if (!facts.form.has_value()) return;
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
  identity.set_work_email(std::string(form.work_email));
  return identity;
}

}  // namespace linkstat::service
