#ifndef LINKSTAT_TESTS_STORE_MODEL_H_
#define LINKSTAT_TESTS_STORE_MODEL_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "agent/store/store.h"

namespace linkstat::store {

// What store.h says a store must answer, in the plainest way: a list of all
// writes from which every answer is worked out anew.
class Model {
 public:
  // What a mutation must come to now.
  WriteOutcome Expected(const Mutation& mutation) const;

  // The mutation was written at `revision`.
  void Written(const Mutation& mutation, Revision revision);

  std::optional<Record> Get(absl::string_view id) const;
  std::optional<Record> FindByKey(absl::string_view key) const;
  std::vector<Record> Scan(absl::string_view after, int limit) const;
  ChangePage ChangesAfter(Revision after, int limit) const;
  Revision LastRevision() const { return history_.empty() ? 0 : history_.back().revision; }

 private:
  std::map<std::string, Record> living_;
  std::set<std::string> keys_ever_;
  std::vector<Change> history_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_TESTS_STORE_MODEL_H_
