#include "tests/store/ledger.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/store/records.h"

namespace linkstat::store {
namespace {

constexpr char kAbsent[] = "absent";

// A record without its revision, which a write that failed never told.
std::string Content(const std::string& key, const std::string& value) {
  return absl::StrCat(key, " = ", value);
}

std::string ContentOf(const absl::StatusOr<std::optional<Record>>& answer) {
  if (!answer.ok()) return answer.status().ToString();
  return answer->has_value() ? Content((*answer)->key, (*answer)->value) : kAbsent;
}

}  // namespace

bool Ledger::Attempt(Store& store, const Mutation& mutation, const std::string& key) {
  Possible& possible = records_[mutation.id];
  if (possible.empty()) possible = {kAbsent};
  const std::string after = mutation.value.has_value() ? Content(key, *mutation.value) : kAbsent;
  const auto results = store.Write({&mutation, 1});
  if (!results.ok()) {
    possible.push_back(after);
    return false;
  }
  if (results->front().outcome != WriteOutcome::kWritten) return true;
  possible = {after};
  last_ = results->front().revision;
  ++acknowledged_;
  if (!mutation.value.has_value()) retired_.push_back(key);
  return true;
}

int Ledger::WriteRound(Store& store, int round) {
  int failures = 0;
  for (int i = 0; i < 3; ++i) {
    const std::string id = absl::StrCat("id-", round, "-", i);
    const std::string key = "mail-" + id;
    failures += Attempt(store, Create(id, key, std::string(300, 'a')), key) ? 0 : 1;
    const auto created = store.Get(id);
    if (!created.ok() || !created->has_value() || i == 0) continue;
    const Revision revision = (*created)->revision;
    const Mutation next =
        i == 1 ? Update(id, revision, std::string(200, 'b')) : Delete(id, revision);
    failures += Attempt(store, next, key) ? 0 : 1;
  }
  return failures;
}

std::string Ledger::Differences(Store& store) const {
  std::vector<std::string> lines;
  for (const auto& [id, possible] : records_) {
    const std::string found = ContentOf(store.Get(id));
    if (absl::c_linear_search(possible, found)) continue;
    lines.push_back(absl::StrCat(id, " is ", found, ", not ", absl::StrJoin(possible, " or ")));
  }
  for (const Record& record : ScanAll(store)) {
    if (!records_.contains(record.id)) lines.push_back(record.id + " was never written");
  }
  for (const std::string& key : retired_) {
    const auto reuse = Text(store.Write({Create("reuse", key, "")}));
    if (reuse != "key retired") lines.push_back(key + " can be used again: " + reuse);
  }
  const auto last = store.LastRevision();
  if (!last.ok() || *last < last_) lines.push_back("the last revision went back");
  return absl::StrJoin(lines, "\n");
}

void Ledger::Settle(Store& store) {
  for (auto& [id, possible] : records_) possible = {ContentOf(store.Get(id))};
}

}  // namespace linkstat::store
