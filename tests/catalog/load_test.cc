#include "agent/catalog/load.h"

#include <gtest/gtest.h>

#include "tests/catalog/base_catalog.h"
#include "tests/support/files.h"

namespace linkstat::catalog {
namespace {

TEST(EmbeddedCatalog, IsValid) {
  for (const auto& fault : LoadCatalog(EmbeddedCatalogText()).faults) {
    ADD_FAILURE() << FaultLine("agent/catalog/catalog.textproto", fault);
  }
  EXPECT_NE(EmbeddedCatalog(), nullptr);
}

TEST(EmbeddedCatalog, IsTheFileOfTheSourceTree) {
  EXPECT_EQ(std::string(EmbeddedCatalogText()),
            test::ReadSourceFile("agent/catalog/catalog.textproto"));
}

TEST(EmbeddedCatalog, IsMadeOnce) { EXPECT_EQ(EmbeddedCatalog(), EmbeddedCatalog()); }

TEST(LoadCatalogFile, LoadsAFile) {
  const LoadResult result =
      LoadCatalogFile(std::string(LINKSTAT_SOURCE_DIR "/tests/cases/catalog/base.textproto"));
  ASSERT_NE(result.snapshot, nullptr);
  EXPECT_EQ(result.snapshot->revision(), test::Load(test::BaseText())->revision());
}

TEST(LoadCatalogFile, CannotReadAFileThatIsNotThere) {
  const LoadResult result = LoadCatalogFile(std::string("/nonexistent/catalog.textproto"));
  EXPECT_EQ(test::OnlyFault(result).reason(), v1::CATALOG_FAULT_REASON_UNREADABLE);
  EXPECT_EQ(test::OnlyFault(result).message(),
            "the file cannot be read: No such file or directory");
}

TEST(LoadCatalogFile, CannotReadAFolder) {
  const LoadResult result = LoadCatalogFile(std::string(LINKSTAT_SOURCE_DIR));
  EXPECT_EQ(test::OnlyFault(result).reason(), v1::CATALOG_FAULT_REASON_UNREADABLE);
  EXPECT_EQ(test::OnlyFault(result).message(), "not a regular file");
}

TEST(LoadCatalogFile, DoesNotReadADeviceWithoutEnd) {
  const LoadResult result = LoadCatalogFile(std::string("/dev/zero"));
  EXPECT_EQ(test::OnlyFault(result).reason(), v1::CATALOG_FAULT_REASON_UNREADABLE);
}

TEST(FaultLine, ContainsWhatIsKnown) {
  v1::CatalogFault fault;
  fault.set_message("is empty");
  EXPECT_EQ(FaultLine("", fault), "is empty");
  EXPECT_EQ(FaultLine("a.textproto", fault), "a.textproto: is empty");
  fault.set_line(3);
  EXPECT_EQ(FaultLine("a.textproto", fault), "a.textproto:3: is empty");
  fault.set_path("steps[1].id");
  EXPECT_EQ(FaultLine("a.textproto", fault), "a.textproto:3: steps[1].id: is empty");
}

}  // namespace
}  // namespace linkstat::catalog
