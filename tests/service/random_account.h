#ifndef LINKSTAT_TESTS_SERVICE_RANDOM_ACCOUNT_H_
#define LINKSTAT_TESTS_SERVICE_RANDOM_ACCOUNT_H_

#include <random>
#include <string>
#include <vector>

#include "linkstat/store/v1/stored_account.pb.h"
#include "linkstat/v1/catalog.pb.h"
#include "tests/support/random_seed.h"

namespace linkstat::test {

// A true or false, true once in `n`.
bool OnceIn(int n, std::mt19937& random);

template <typename Values>
const auto& AnyOf(const Values& values, std::mt19937& random) {
  return values[std::uniform_int_distribution<size_t>(0, values.size() - 1)(random)];
}

// An account with the work email of `number` and anything else: any state under
// the catalogs below, names and values in many spellings, own and other ones'
// first names and work emails in any field.
store::v1::StoredAccount RandomAccount(int number, std::mt19937& random);

// Catalogs under which these accounts stand differently: other permissions and
// levels, fields of another kind, labels that meet as one field, a fixed value
// that is somebody's work email, no transition rule.
std::vector<v1::Catalog> DifferentCatalogs();

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SERVICE_RANDOM_ACCOUNT_H_
