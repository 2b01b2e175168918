#ifndef LINKSTAT_TESTS_CATALOG_BASE_CATALOG_H_
#define LINKSTAT_TESTS_CATALOG_BASE_CATALOG_H_

#include <string>

#include "absl/strings/string_view.h"
#include "agent/catalog/load.h"

namespace linkstat::test {

// The text of tests/cases/catalog/base.textproto, a small valid catalog.
std::string BaseText();

// The same with the first `from` replaced by `to`; the text must hold `from`.
std::string EditedText(absl::string_view from, absl::string_view to);

// The snapshot of a text, which must be a valid catalog.
core::SnapshotPtr Load(absl::string_view text);

// The fault of a catalog that must have exactly one.
v1::CatalogFault OnlyFault(const catalog::LoadResult& result);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CATALOG_BASE_CATALOG_H_
