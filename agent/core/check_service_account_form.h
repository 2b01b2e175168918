#ifndef LINKSTAT_AGENT_CORE_CHECK_SERVICE_ACCOUNT_FORM_H_
#define LINKSTAT_AGENT_CORE_CHECK_SERVICE_ACCOUNT_FORM_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/base/error.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::core {

// An observed entry that names a form field.
struct FieldEntry {
  // Its number in ObservedForm.entries.
  int entry;
  v1::MatchKind kind;
};

// The entries of an observed form by what they name.
struct FormReading {
  // For each form field of the catalog, the entry that names it, if any.
  std::vector<std::optional<FieldEntry>> by_field;
  // The entries that name no field, in order.
  std::vector<int> unrecognized;
};

// Reads the form of a request, which is at the path `field`. Adds every broken
// bound to `faults`, and every entry that names a field which an earlier entry
// names. An entry with a label out of bounds is in no part of the reading.
FormReading ReadForm(const Snapshot& snapshot, const v1::ObservedForm& form,
                     absl::string_view field, FieldFaults& faults);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_CHECK_SERVICE_ACCOUNT_FORM_H_
