#ifndef LINKSTAT_TESTS_SUPPORT_WATCHED_VERSIONS_H_
#define LINKSTAT_TESTS_SUPPORT_WATCHED_VERSIONS_H_

#include <memory>
#include <string>

#include "agent/core/snapshot.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"

namespace linkstat::test {

using CatalogReader = std::unique_ptr<grpc::ClientReader<v1::WatchCatalogResponse>>;

// The revision of the `number`th catalog of a test.
std::string RevisionOf(int number);

// A catalog with that revision and `size` bytes of text.
core::SnapshotPtr VersionOf(int number, size_t size = 100);

// What the next message of a stream says: "change REVISION", "alive REVISION",
// or "end" when there is none.
std::string NextEvent(const CatalogReader& reader);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_WATCHED_VERSIONS_H_
