#ifndef LINKSTAT_TESTS_BENCH_LIFELIKE_ACCOUNTS_H_
#define LINKSTAT_TESTS_BENCH_LIFELIKE_ACCOUNTS_H_

#include <random>

#include "agent/service/account_record.h"
#include "agent/store/store.h"

namespace linkstat::bench {

// An account like a real one, `customer-` and its number of 9 digits: 26 characters
// in the work email, a whole form with own first names, dates and now and then a
// wrong value, permissions in any order with some missing.
service::AccountRecord Account(int number, std::mt19937& random);

// Writes the accounts from 0 on, in lots. Ends the program when a write fails.
void Fill(store::Store& store, int accounts);

}  // namespace linkstat::bench

#endif  // LINKSTAT_TESTS_BENCH_LIFELIKE_ACCOUNTS_H_
