#include "client/cli/input/form_json.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "client/cli/input/json_tree.h"

namespace linkstat::cli {
namespace {

using Kind = JsonValue::Kind;

void Reject(const JsonValue& value, std::string path, absl::string_view expected,
            FieldFaults& faults) {
  const char* advice = value.kind == Kind::kNull
                           ? "; leave out what was not observed, and give \"\" for an empty field"
                           : "";
  faults.Add(std::move(path), absl::StrCat("is ", KindText(value.kind), ", not ", expected, advice,
                                           " (line ", value.line, ")"));
}

void ReadValues(const JsonValue& value, const std::string& path, v1::ObservedField& entry,
                FieldFaults& faults) {
  if (value.kind == Kind::kString) return entry.add_values(value.text);
  if (value.kind != Kind::kArray) {
    return Reject(value, path, "a string or an array of strings", faults);
  }
  for (size_t i = 0; i < value.parts.size(); ++i) {
    const JsonValue& part = value.parts[i];
    if (part.kind == Kind::kString) {
      entry.add_values(part.text);
    } else {
      Reject(part, absl::StrCat(path, "[", i, "]"), "a string", faults);
    }
  }
}

void ReadForm(const JsonValue& root, v1::ObservedForm& form, FieldFaults& faults) {
  if (root.kind != Kind::kObject) {
    return Reject(root, "form", "an object from label to value", faults);
  }
  absl::flat_hash_set<absl::string_view> labels;
  for (size_t i = 0; i < root.parts.size(); i += 2) {
    const JsonValue& key = root.parts[i];
    const std::string path = absl::StrCat("form[\"", key.text, "\"]");
    if (!labels.insert(key.text).second) {
      faults.Add(path, absl::StrCat("is given twice (line ", key.line, ")"));
    }
    v1::ObservedField& entry = *form.add_entries();
    entry.set_label(key.text);
    if (i + 1 < root.parts.size()) ReadValues(root.parts[i + 1], path, entry, faults);
  }
}

}  // namespace

absl::StatusOr<v1::ObservedForm> ParseFormJson(absl::string_view json) {
  const JsonTree tree = ReadJson(json);
  v1::ObservedForm form;
  FieldFaults faults;
  if (tree.root) ReadForm(*tree.root, form, faults);
  if (!tree.valid) {
    faults.Add("form", absl::StrCat("is not valid JSON at line ", tree.error_line, ", column ",
                                    tree.error_column));
  }
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return form;
}

}  // namespace linkstat::cli
