#include "agent/core/name_index.h"

#include <utility>

#include "agent/core/normalize_name.h"

namespace linkstat::core {

NameIndex::NameIndex(std::vector<NamedEntry> entries, Names names) : entries_(std::move(entries)) {
  for (size_t i = 0; i < entries_.size(); ++i) {
    const NamedEntry& entry = entries_[i];
    const int number = static_cast<int>(i);
    labels_.try_emplace(entry.label, number);
    AddName(entry.label, {number, v1::MATCH_KIND_NORMALIZED});
    for (const std::string& alias : entry.aliases) AddName(alias, {number, v1::MATCH_KIND_ALIAS});
    if (names == Names::kLabelsAndIds) AddName(entry.id, {number, v1::MATCH_KIND_ALIAS});
  }
}

void NameIndex::AddName(absl::string_view name, NameHit hit) {
  const std::string form = NormalizeName(name);
  if (form.empty()) return;
  if (normalized_.try_emplace(form, hit).second) near_names_.Add(hit.entry, form);
}

std::optional<int> NameIndex::FindLabel(absl::string_view name) const {
  const auto label = labels_.find(name);
  if (label == labels_.end()) return std::nullopt;
  return label->second;
}

std::optional<NameHit> NameIndex::Find(absl::string_view name) const {
  if (const auto entry = FindLabel(name); entry.has_value()) {
    return NameHit{*entry, v1::MATCH_KIND_EXACT};
  }
  const auto found = normalized_.find(NormalizedName(name).form());
  if (found == normalized_.end()) return std::nullopt;
  return found->second;
}

std::vector<int> NameIndex::Nearest(absl::string_view name, int limit) const {
  return near_names_.Nearest(NormalizedName(name).form(), limit);
}

}  // namespace linkstat::core
