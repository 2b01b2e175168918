#ifndef LINKSTAT_TESTS_STORE_LEDGER_H_
#define LINKSTAT_TESTS_STORE_LEDGER_H_

#include <map>
#include <string>
#include <vector>

#include "agent/store/store.h"

namespace linkstat::store {

// Writes to a store that may fail at any time, and keeps a ledger of what was
// acknowledged, from outside. Whatever befalls the store: an acknowledged write
// is there, a failed one is there whole or not at all, and nothing else is.
class Ledger {
 public:
  // Creates, updates and deletes records, the `round`th lot. Returns the number
  // of calls that failed.
  int WriteRound(Store& store, int round);

  // What differs between the ledger and the store, one a line; empty: nothing.
  std::string Differences(Store& store) const;

  // Takes what the store holds for the truth where a write failed, so that more
  // rounds can follow.
  void Settle(Store& store);

  // Writes that were acknowledged.
  int acknowledged() const { return acknowledged_; }

 private:
  // The record's text as one of these; "absent" for none.
  using Possible = std::vector<std::string>;

  bool Attempt(Store& store, const Mutation& mutation, const std::string& key);

  std::map<std::string, Possible> records_;
  std::vector<std::string> retired_;
  Revision last_ = 0;
  int acknowledged_ = 0;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_TESTS_STORE_LEDGER_H_
