#include "agent/core/suggestions.h"

#include <string>

#include "agent/core/bounds.h"

namespace linkstat::core {

v1::UnrecognizedName MakeUnrecognizedName(const NameIndex& index, absl::string_view input) {
  v1::UnrecognizedName name;
  name.set_input(std::string(input));
  for (int entry : index.Nearest(input, kMaxSuggestions)) {
    v1::NameSuggestion& suggestion = *name.add_suggestions();
    suggestion.set_id(index.entries()[entry].id);
    suggestion.set_label(index.entries()[entry].label);
  }
  return name;
}

}  // namespace linkstat::core
