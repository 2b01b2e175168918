#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "agent/catalog/reloader.h"
#include "tests/catalog/base_catalog.h"
#include "tests/catalog/watched_catalog.h"
#include "tests/catalog/watched_folder.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::catalog {
namespace {

std::string BadText() { return test::EditedText("label: \"Role\"", "label: \"\""); }
std::string BaseRevision() { return test::Load(test::BaseText())->revision(); }

class FixedClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixSeconds(1700000000); }
};

v1::CatalogFaultReason FirstReason(Registry& registry) {
  const auto rejected = registry.rejected();
  if (!rejected.has_value() || rejected->faults().empty()) {
    return v1::CATALOG_FAULT_REASON_UNSPECIFIED;
  }
  return rejected->faults(0).reason();
}

TEST(ReloaderFaults, LeaveTheLastGoodCatalogServing) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  folder.Replace("catalog", BadText());
  EXPECT_TRUE(watched.WaitForRejection());
  EXPECT_EQ(watched.registry().Current()->revision(), BaseRevision());
}

TEST(ReloaderFaults, AreRememberedWithTheirTime) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  const FixedClock clock;
  ReloaderOptions options = test::OnlyInotify();
  options.clock = &clock;
  test::WatchedCatalog watched(folder.Path("catalog"), options);
  folder.Replace("catalog", BadText());
  ASSERT_TRUE(watched.WaitForRejection());
  ASSERT_TRUE(watched.registry().rejected().has_value());
  EXPECT_THAT(*watched.registry().rejected(), test::EqualsTextProto(R"pb(
    rejected_at { seconds: 1700000000 }
    faults {
      path: "form_fields[0].label"
      line: 46
      column: 3
      reason: CATALOG_FAULT_REASON_MISSING
      message: "is absent or empty; fill it in"
    }
    total_faults: 1
  )pb"));
}

TEST(ReloaderFaults, AreTheFirst100AndTheNumberOfAll) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  std::string text = test::BaseText();
  for (int i = 0; i < 1500; ++i) text += "extra: 1\n";
  folder.Replace("catalog", text);
  ASSERT_TRUE(watched.WaitForRejection());
  ASSERT_TRUE(watched.registry().rejected().has_value());
  EXPECT_EQ(watched.registry().rejected()->faults_size(), 100);
  EXPECT_EQ(watched.registry().rejected()->total_faults(), 1500);
}

TEST(ReloaderFaults, AreForgottenWhenTheFileIsGoodAgain) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  folder.Replace("catalog", BadText());
  EXPECT_TRUE(watched.WaitForRejection());
  folder.Replace("catalog", test::BaseText());
  EXPECT_TRUE(watched.WaitForRevision(BaseRevision()));
  EXPECT_FALSE(watched.registry().rejected().has_value());
}

TEST(ReloaderFaults, IncludeAFileThatVanishes) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  folder.Remove("catalog");
  EXPECT_TRUE(watched.WaitForRejection());
  EXPECT_EQ(FirstReason(watched.registry()), v1::CATALOG_FAULT_REASON_UNREADABLE);
  folder.Write("catalog", test::BaseText());
  EXPECT_TRUE(watched.WaitForRevision(BaseRevision()));
}

TEST(ReloaderFaults, IncludeAFolderThatVanishes) {
  const test::WatchedFolder folder;
  folder.MakeFolder("config");
  folder.Write("config/catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("config/catalog"), test::OnlyInotify());
  folder.Remove("config");
  EXPECT_TRUE(watched.WaitForRejection());
  folder.MakeFolder("config");
  folder.Write("config/catalog", test::BaseText());
  EXPECT_TRUE(watched.WaitForRevision(BaseRevision()));
}

TEST(ReloaderFaults, IncludeAPipe) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  ASSERT_EQ(mkfifo(folder.Path("pipe").c_str(), 0600), 0);
  folder.Rename("pipe", "catalog");
  EXPECT_TRUE(watched.WaitForRejection());
  EXPECT_EQ(FirstReason(watched.registry()), v1::CATALOG_FAULT_REASON_UNREADABLE);
}

TEST(ReloaderFaults, IncludeACircleOfLinks) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  folder.Link("other", "catalog");
  folder.Link("catalog", "other");
  EXPECT_TRUE(watched.WaitForRejection());
  EXPECT_EQ(FirstReason(watched.registry()), v1::CATALOG_FAULT_REASON_UNREADABLE);
}

TEST(ReloaderFaults, OfARequestedReloadAreReportedAgain) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  folder.Replace("catalog", BadText());
  EXPECT_TRUE(watched.WaitForRejection());
  watched.RequestReload();
  EXPECT_TRUE(watched.WaitForLoads(2));
  EXPECT_TRUE(watched.registry().rejected().has_value());
}

}  // namespace
}  // namespace linkstat::catalog
