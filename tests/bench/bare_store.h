#ifndef LINKSTAT_TESTS_BENCH_BARE_STORE_H_
#define LINKSTAT_TESTS_BENCH_BARE_STORE_H_

#include <cstdint>
#include <string>

#include "agent/store/sqlite_db.h"

namespace linkstat::bench {

// The id of an account of FillStore.
std::string AccountId(int64_t number);

// Makes a store's file with so many accounts. A failure ends the program.
void FillStore(const std::string& path, int accounts);

// SQLite without an agent: the statements of the store's writer on its file, with its
// settings, on one thread that neither shares the work nor looks at anything. A
// failure ends the program.
class BareStore {
 public:
  // `path` was made by FillStore.
  explicit BareStore(const std::string& path);

  // A transaction of `group` creates, or of updates of accounts that are there.
  void Create(int group);
  void Update(int group);

 private:
  template <typename Write>
  void Commit(int group, Write write);

  store::Connection connection_;
  store::Statement get_;
  store::Statement has_key_;
  store::Statement is_retired_;
  store::Statement drop_deletion_;
  store::Statement insert_;
  store::Statement update_;
  int accounts_;
  int64_t revision_;
  int updated_ = 0;
};

}  // namespace linkstat::bench

#endif  // LINKSTAT_TESTS_BENCH_BARE_STORE_H_
