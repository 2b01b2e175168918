#include "tests/store/backends.h"

#include "agent/store/memory_store.h"
#include "agent/store/sqlite_store.h"

namespace linkstat::store {
namespace {

std::unique_ptr<Store> OpenMemory(const test::TemporaryFolder&, const std::string&) {
  return MemoryStore::Create().value();
}

std::unique_ptr<Store> OpenSqlite(const test::TemporaryFolder& folder, const std::string& vfs) {
  SqliteOptions options;
  options.vfs = vfs;
  return SqliteStore::Open(folder.File("store.db"), options).value();
}

}  // namespace

void StoreConformance::Reopen() {
  store_.reset();
  store_ = GetParam().open(*folder_, vfs_);
}

void StoreConformance::ReopenIfItLasts() {
  if (GetParam().outlives_process) Reopen();
}

void StoreConformance::StartAnew() {
  store_.reset();
  folder_ = std::make_unique<test::TemporaryFolder>();
  Reopen();
}

testing::internal::ParamGenerator<Backend> EveryBackend() {
  return testing::Values(Backend{"memory", &OpenMemory, false},
                         Backend{"sqlite", &OpenSqlite, true});
}

testing::internal::ParamGenerator<Backend> BackendsThatOutliveTheProcess() {
  return testing::Values(Backend{"sqlite", &OpenSqlite, true});
}

}  // namespace linkstat::store
