#include "tests/store/model.h"

namespace linkstat::store {

WriteOutcome Model::Expected(const Mutation& mutation) const {
  const auto record = Get(mutation.id);
  if ((record.has_value() ? record->revision : 0) != mutation.expected) {
    return WriteOutcome::kConflict;
  }
  if (record.has_value()) return WriteOutcome::kWritten;
  if (FindByKey(mutation.key).has_value()) return WriteOutcome::kKeyTaken;
  return keys_ever_.contains(mutation.key) ? WriteOutcome::kKeyRetired : WriteOutcome::kWritten;
}

void Model::Written(const Mutation& mutation, Revision revision) {
  Change change{revision, mutation.id, std::nullopt};
  if (mutation.value.has_value()) {
    const std::string key = mutation.expected == 0 ? mutation.key : living_[mutation.id].key;
    change.record = Record{mutation.id, *mutation.value, key, revision};
    living_[mutation.id] = *change.record;
    keys_ever_.insert(key);
  } else {
    living_.erase(mutation.id);
  }
  history_.push_back(change);
}

std::optional<Record> Model::Get(absl::string_view id) const {
  const auto found = living_.find(std::string(id));
  if (found == living_.end()) return std::nullopt;
  return found->second;
}

std::optional<Record> Model::FindByKey(absl::string_view key) const {
  for (const auto& [id, record] : living_) {
    if (record.key == key) return record;
  }
  return std::nullopt;
}

std::vector<Record> Model::Scan(absl::string_view after, int limit) const {
  std::vector<Record> page;
  for (const auto& [id, record] : living_) {
    if (id > after && static_cast<int>(page.size()) < limit) page.push_back(record);
  }
  return page;
}

ChangePage Model::ChangesAfter(Revision after, int limit) const {
  std::map<std::string, Revision> last;
  for (const Change& change : history_) last[change.id] = change.revision;
  ChangePage page{{}, LastRevision(), true};
  for (const Change& change : history_) {
    if (change.revision <= after || last[change.id] != change.revision) continue;
    if (static_cast<int>(page.changes.size()) == limit) {
      page.complete = false;
      page.next = page.changes.back().revision;
      return page;
    }
    page.changes.push_back(change);
  }
  return page;
}

}  // namespace linkstat::store
