#include "agent/service/watch_cursor.h"

#include <gtest/gtest.h>

#include "agent/service/token.h"

namespace linkstat::service {
namespace {

using Phase = WatchCursor::Phase;

const std::string kStore(store::kIdentityBytes, '\0');

WatchCursor Longest() {
  return {kStore,
          Phase::kCatalogChange,
          UINT64_MAX - 1,
          std::string(32, 'a'),
          std::string(32, 'b'),
          std::string(63, 'z')};
}

TEST(WatchCursor, ComesBackAsItWas) {
  for (const WatchCursor& cursor :
       {Longest(), WatchCursor{kStore, Phase::kSnapshot, 7, std::string(32, '0'), "", "acme"},
        WatchCursor{kStore, Phase::kFollow, 0, std::string(32, 'f'), "", ""}}) {
    const auto decoded = DecodeCursor(EncodeCursor(cursor));
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->store, cursor.store);
    EXPECT_EQ(decoded->phase, cursor.phase);
    EXPECT_EQ(decoded->revision, cursor.revision);
    EXPECT_EQ(decoded->catalog, cursor.catalog);
    EXPECT_EQ(decoded->next_catalog, cursor.next_catalog);
    EXPECT_EQ(decoded->after, cursor.after);
  }
}

TEST(WatchCursor, FitsIntoItsBound) { EXPECT_LE(EncodeCursor(Longest()).size(), 200); }

TEST(WatchCursor, RefusesOtherText) {
  EXPECT_FALSE(DecodeCursor("").has_value());
  EXPECT_FALSE(DecodeCursor("abc").has_value());
  EXPECT_FALSE(DecodeCursor(SealToken("page", "payload")).has_value());
}

}  // namespace
}  // namespace linkstat::service
