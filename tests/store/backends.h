#ifndef LINKSTAT_TESTS_STORE_BACKENDS_H_
#define LINKSTAT_TESTS_STORE_BACKENDS_H_

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "agent/store/store.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {

// A kind of store that the conformance suite runs on. A new backend is one more
// entry in backends.cc.
struct Backend {
  std::string name;
  // Opens the store that lies in `folder`, at first an empty one.
  // `vfs` is SQLite's file layer, "" for the usual one.
  std::unique_ptr<Store> (*open)(const test::TemporaryFolder& folder, const std::string& vfs);
  // Whether a store that was closed holds its records when it is opened again.
  bool outlives_process;

  friend std::ostream& operator<<(std::ostream& out, const Backend& backend) {
    return out << backend.name;
  }
};

// A test of the contract in store.h, run on every backend with an empty store.
class StoreConformance : public testing::TestWithParam<Backend> {
 protected:
  explicit StoreConformance(std::string vfs = "") : vfs_(std::move(vfs)) { Reopen(); }

  Store& store() { return *store_; }

  // Closes the store, and opens it again.
  void Reopen();

  // Likewise, if it holds its records then.
  void ReopenIfItLasts();

  // Goes on with an empty store in another place.
  void StartAnew();

 private:
  const std::string vfs_;
  std::unique_ptr<test::TemporaryFolder> folder_ = std::make_unique<test::TemporaryFolder>();
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
