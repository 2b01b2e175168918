#include "tests/support/test_catalog.h"

#include <utility>

#include "tests/support/files.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::test {

v1::Catalog TestCatalog() {
  return ParseProto<v1::Catalog>(ReadSourceFile("tests/support/test_catalog.textproto"));
}

core::SnapshotPtr SnapshotOf(v1::Catalog catalog) {
  return std::make_shared<const core::Snapshot>(std::move(catalog), kTestRevision);
}

const core::Snapshot& TestSnapshot() {
  static const core::SnapshotPtr snapshot = SnapshotOf(TestCatalog());
  return *snapshot;
}

}  // namespace linkstat::test
