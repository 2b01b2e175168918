#include <iostream>

#include "absl/strings/numbers.h"
#include "agent/store/sqlite_store.h"
#include "tests/bench/lifelike_accounts.h"

// Makes the file of a store and fills it with accounts.
int main(int argc, char** argv) {
  int accounts = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &accounts) || accounts < 0) {
    std::cerr << "usage: fill_store PATH ACCOUNTS\n";
    return 2;
  }
  const auto store = linkstat::store::SqliteStore::Open(argv[1]);
  if (!store.ok()) {
    std::cerr << store.status() << "\n";
    return 1;
  }
  linkstat::bench::Fill(**store, accounts);
  return 0;
}
