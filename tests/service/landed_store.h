#ifndef LINKSTAT_TESTS_SERVICE_LANDED_STORE_H_
#define LINKSTAT_TESTS_SERVICE_LANDED_STORE_H_

#include <memory>

#include "agent/store/sqlite_store.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::test {

// The store of a landed version: its identity and its keys are always the same.
class LandedStore {
 public:
  const store::Store& store() const { return *store_; }

 private:
  static std::unique_ptr<store::Store> Open(const std::string& path) {
    WriteBytes(path, ReadSourceFile("tests/store/fixtures/2026-11-23.db"));
    return store::SqliteStore::Open(path).value();
  }

  const TemporaryFolder folder_;
  const std::unique_ptr<store::Store> store_ = Open(folder_.File("store.db"));
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SERVICE_LANDED_STORE_H_
