#include "agent/store/open.h"

#include <gtest/gtest.h>

#include "tests/store/records.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

TEST(ParseStoreSpec, ReadsMemory) {
  EXPECT_EQ(ParseStoreSpec("memory")->kind, StoreSpec::Kind::kMemory);
}

TEST(ParseStoreSpec, ReadsSqliteWithItsPath) {
  const auto spec = ParseStoreSpec("sqlite:/var/lib/a:b.db");
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_EQ(spec->kind, StoreSpec::Kind::kSqlite);
  EXPECT_EQ(spec->path, "/var/lib/a:b.db");
}

TEST(ParseStoreSpec, RefusesAnUnknownKind) {
  for (const std::string text :
       {"", "sqlite", "sqlite:", "Memory", "memory:", "etcd:localhost", "/a.db"}) {
    const absl::Status status = ParseStoreSpec(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(status.message(), "store must be memory or sqlite:PATH") << text;
  }
}

TEST(ParseStoreSpec, RefusesAPathThatIsNone) {
  EXPECT_EQ(ParseStoreSpec(std::string("sqlite:a\0b", 10)).status().message(),
            "store has a path with a NUL byte");
}

TEST(ParseStoreSpec, RefusesAPathThatSqliteTakesForSomethingElse) {
  EXPECT_EQ(ParseStoreSpec("sqlite::memory:").status().message(),
            "store has a path that begins with `:`; for a store in memory write memory");
  for (const std::string text : {"sqlite:file:/a.db?mode=memory", "sqlite:FILE:a.db"}) {
    EXPECT_EQ(ParseStoreSpec(text).status().message(),
              "store has a URI in place of a path; for a file of that name write ./file:...")
        << text;
  }
  EXPECT_EQ(ParseStoreSpec("sqlite:./:memory:")->path, "./:memory:");
}

TEST(ParseStoreSpec, RefusesAPathThatNamesAFolder) {
  EXPECT_EQ(ParseStoreSpec("sqlite:/var/lib/").status().message(),
            "store has a path that names a folder");
}

TEST(OpenStore, OpensWhatTheSpecSays) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  for (const std::string& text : {std::string("memory"), "sqlite:" + path}) {
    const auto store = OpenStore(ParseStoreSpec(text).value());
    ASSERT_TRUE(store.ok()) << store.status();
    MustWrite(**store, Create("a", "mail-a", text));
  }
  EXPECT_EQ(Text(OpenStore({StoreSpec::Kind::kSqlite, path}).value()->Get("a")),
            "a sqlite:" + path + " (mail-a) @1");
}

}  // namespace
}  // namespace linkstat::store
