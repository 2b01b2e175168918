#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "agent/catalog/field_rules.h"
#include "agent/catalog/validate.h"
#include "agent/core/normalize_name.h"

namespace linkstat::catalog {
namespace {

// The names among which what a caller gives is looked up.
class Names {
 public:
  explicit Names(FaultList& faults) : faults_(faults), letters_(faults) {}

  // The label and aliases of every entry of a list.
  template <typename Entries>
  void AddEntries(const Entries& entries, const SourceLocation& holder, absl::string_view list) {
    for (int i = 0; i < entries.size(); ++i) {
      const SourceLocation entry = holder.At(list, i);
      AddName(entries[i].label(), entry.path(), entry.At("label"));
      for (int j = 0; j < entries[i].aliases_size(); ++j) {
        AddName(entries[i].aliases(j), entry.path(), entry.At("aliases", j));
      }
    }
  }

  // The id of every entry of a list, for entries that are found by id as well.
  // An id that is none, or is there twice, is a fault that others report.
  template <typename Entries>
  void AddIds(const Entries& entries, const SourceLocation& holder, absl::string_view list) {
    absl::flat_hash_set<std::string> seen;
    for (int i = 0; i < entries.size(); ++i) {
      const std::string& id = entries[i].id();
      if (FaultOfText(id, Content::kId).has_value() || !seen.insert(id).second) continue;
      const SourceLocation entry = holder.At(list, i);
      AddForm(id, entry.path(), entry.At("id"));
    }
  }

 private:
  struct Owner {
    std::string entry;
    std::string path;
  };

  // A name that is not a label is a fault that CheckFields reports.
  void AddName(const std::string& name, const std::string& entry, const SourceLocation& place) {
    if (FaultOfText(name, Content::kLabel).has_value()) return;
    if (letters_.Add(name, place)) AddForm(name, entry, place);
  }

  void AddForm(const std::string& name, const std::string& entry, const SourceLocation& place) {
    const std::string form = core::NormalizeName(name);
    if (form.empty()) {
      faults_.Add(place, v1::CATALOG_FAULT_REASON_MALFORMED,
                  "has nothing by which it could be found; write a name with letters or digits");
      return;
    }
    const auto [first, added] = forms_.try_emplace(form, Owner{entry, place.path()});
    if (added || first->second.entry == entry) return;
    faults_.Add(place, v1::CATALOG_FAULT_REASON_NAME_COLLISION,
                absl::StrCat("reads the same as ", first->second.path,
                             " once letter case and punctuation are put aside; rename one"));
  }

  FaultList& faults_;
  Distinct letters_;
  absl::flat_hash_map<std::string, Owner> forms_;
};

}  // namespace

void CheckNames(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  Names permissions(faults);
  permissions.AddEntries(catalog.permissions(), place, "permissions");
  permissions.AddEntries(catalog.unneeded_permissions(), place, "unneeded_permissions");

  Names form_fields(faults);
  form_fields.AddEntries(catalog.form_fields(), place, "form_fields");

  Names data_domains(faults);
  data_domains.AddEntries(catalog.data_domains(), place, "data_domains");
  data_domains.AddIds(catalog.data_domains(), place, "data_domains");

  Distinct also_called(faults);
  for (int i = 0; i < catalog.auth_method().also_called_size(); ++i) {
    also_called.Add(catalog.auth_method().also_called(i),
                    place.At("auth_method").At("also_called", i));
  }
}

}  // namespace linkstat::catalog
