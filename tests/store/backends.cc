#include "tests/store/backends.h"

#include "agent/store/memory_store.h"
#include "agent/store/sqlite_store.h"

namespace linkstat::store {
namespace {

std::unique_ptr<Store> OpenMemory(const test::TemporaryFolder&) {
  return MemoryStore::Create().value();
}

std::unique_ptr<Store> OpenSqlite(const test::TemporaryFolder& folder) {
  return SqliteStore::Open(folder.File("store.db")).value();
}

}  // namespace

void StoreConformance::Reopen() {
  store_.reset();
  store_ = GetParam().open(folder_);
}

testing::internal::ParamGenerator<Backend> EveryBackend() {
  return testing::Values(Backend{"memory", &OpenMemory}, Backend{"sqlite", &OpenSqlite});
}

testing::internal::ParamGenerator<Backend> BackendsThatOutliveTheProcess() {
  return testing::Values(Backend{"sqlite", &OpenSqlite});
}

}  // namespace linkstat::store
