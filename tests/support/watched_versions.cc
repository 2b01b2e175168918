#include "tests/support/watched_versions.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace linkstat::test {

std::string RevisionOf(int number) { return absl::StrFormat("%032d", number); }

core::SnapshotPtr VersionOf(int number, size_t size) {
  v1::Catalog catalog;
  catalog.add_notes()->set_text(std::string(size, 'x'));
  return std::make_shared<const core::Snapshot>(std::move(catalog), RevisionOf(number));
}

std::string NextEvent(const CatalogReader& reader) {
  v1::WatchCatalogResponse response;
  if (!reader->Read(&response)) return "end";
  return response.has_change() ? absl::StrCat("change ", response.change().catalog_revision())
                               : absl::StrCat("alive ", response.keep_alive().catalog_revision());
}

}  // namespace linkstat::test
