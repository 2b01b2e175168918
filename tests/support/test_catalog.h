#ifndef LINKSTAT_TESTS_SUPPORT_TEST_CATALOG_H_
#define LINKSTAT_TESTS_SUPPORT_TEST_CATALOG_H_

#include "agent/core/snapshot.h"
#include "linkstat/v1/catalog.pb.h"

namespace linkstat::test {

inline constexpr char kTestRevision[] = "0123456789abcdef0123456789abcdef";

// A small valid catalog (test_catalog.textproto) with every kind of entry. A
// test that depends on more than is visible in it changes its own copy.
v1::Catalog TestCatalog();

// A snapshot of `catalog` under kTestRevision.
core::SnapshotPtr SnapshotOf(v1::Catalog catalog);

// SnapshotOf(TestCatalog()), made once.
const core::Snapshot& TestSnapshot();

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_TEST_CATALOG_H_
