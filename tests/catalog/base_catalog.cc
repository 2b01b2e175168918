#include "tests/catalog/base_catalog.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace linkstat::test {

std::string BaseText() { return ReadSourceFile("tests/cases/catalog/base.textproto"); }

std::string EditedText(absl::string_view from, absl::string_view to) {
  std::string text = BaseText();
  const size_t at = text.find(from.data(), 0, from.size());
  if (at == std::string::npos) {
    ADD_FAILURE() << "the base catalog does not hold: " << from;
    return text;
  }
  return text.replace(at, from.size(), to.data(), to.size());
}

core::SnapshotPtr Load(absl::string_view text) {
  const catalog::LoadResult result = catalog::LoadCatalog(text);
  for (const auto& fault : result.faults) ADD_FAILURE() << catalog::FaultLine("catalog", fault);
  return result.snapshot;
}

v1::CatalogFault OnlyFault(const catalog::LoadResult& result) {
  EXPECT_EQ(result.faults.size(), 1u);
  return result.faults.empty() ? v1::CatalogFault() : result.faults.front();
}

}  // namespace linkstat::test
