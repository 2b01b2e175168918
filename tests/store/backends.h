#ifndef LINKSTAT_TESTS_STORE_BACKENDS_H_
#define LINKSTAT_TESTS_STORE_BACKENDS_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "agent/store/store.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {

// A kind of store that the conformance suite runs on. A new backend is one more
// entry in backends.cc.
struct Backend {
  std::string name;
  // Opens the store that lies in `folder`, at first an empty one.
  std::unique_ptr<Store> (*open)(const test::TemporaryFolder& folder);
};

// A test of the contract in store.h, run on every backend with an empty store.
class StoreConformance : public testing::TestWithParam<Backend> {
 protected:
  StoreConformance() { Reopen(); }

  Store& store() { return *store_; }

  // Closes the store, and opens it again.
  void Reopen();

 private:
  test::TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

testing::internal::ParamGenerator<Backend> EveryBackend();

// Those whose stores hold their records when they are opened again.
testing::internal::ParamGenerator<Backend> BackendsThatOutliveTheProcess();

inline std::string BackendName(const testing::TestParamInfo<Backend>& backend) {
  return backend.param.name;
}

}  // namespace linkstat::store

#endif  // LINKSTAT_TESTS_STORE_BACKENDS_H_
