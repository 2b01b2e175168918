#include "agent/core/check_service_account_form.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "agent/core/bounds.h"
#include "agent/core/text.h"

namespace linkstat::core {
namespace {

std::string EntryPath(absl::string_view field, int entry) {
  return absl::StrCat(field, ".entries[", entry, "]");
}

std::string LabelPath(absl::string_view field, int entry) {
  return absl::StrCat(EntryPath(field, entry), ".label");
}

void CheckValues(const v1::ObservedField& entry, absl::string_view entry_path,
                 FieldFaults& faults) {
  const std::string path = absl::StrCat(entry_path, ".values");
  if (entry.values_size() > kMaxFormValues) {
    faults.Add(path,
               absl::StrCat("has ", entry.values_size(), " entries, more than ", kMaxFormValues));
    return;
  }
  for (int i = 0; i < entry.values_size(); ++i) {
    if (auto fault = OptionalLineFault(entry.values(i), kMaxFormValueSize)) {
      faults.Add(absl::StrCat(path, "[", i, "]"), *std::move(fault));
    }
  }
}

void ReadLabel(const Snapshot& snapshot, const std::string& label, absl::string_view field,
               int entry, FormReading& reading, FieldFaults& faults) {
  const std::optional<NameHit> hit = snapshot.form_field_names().Find(label);
  if (!hit.has_value()) {
    reading.unrecognized.push_back(entry);
    return;
  }
  std::optional<FieldEntry>& slot = reading.by_field[hit->entry];
  if (slot.has_value()) {
    faults.Add(LabelPath(field, entry),
               absl::StrCat("names the same field as ", LabelPath(field, slot->entry)));
    return;
  }
  slot = FieldEntry{entry, hit->kind};
}

}  // namespace

FormReading ReadForm(const Snapshot& snapshot, const v1::ObservedForm& form,
                     absl::string_view field, FieldFaults& faults) {
  FormReading reading;
  reading.by_field.resize(snapshot.catalog().form_fields_size());
  if (form.entries_size() > kMaxFormEntries) {
    faults.Add(absl::StrCat(field, ".entries"),
               absl::StrCat("has ", form.entries_size(), " entries, more than ", kMaxFormEntries));
    return reading;
  }
  for (int i = 0; i < form.entries_size(); ++i) {
    const std::string& label = form.entries(i).label();
    if (auto fault = LineFault(label, kMaxNameSize)) {
      faults.Add(LabelPath(field, i), *std::move(fault));
    } else {
      ReadLabel(snapshot, label, field, i, reading, faults);
    }
    CheckValues(form.entries(i), EntryPath(field, i), faults);
  }
  return reading;
}

}  // namespace linkstat::core
