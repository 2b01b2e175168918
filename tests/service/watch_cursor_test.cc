#include "agent/service/watch_cursor.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/store/memory_store.h"
#include "tests/service/landed_store.h"
#include "tests/service/unkeyed_token.h"
#include "tests/support/table.h"

namespace linkstat::service {
namespace {

using Kind = DecodedCursor::Kind;
using Phase = WatchCursor::Phase;

constexpr char kSealedKind[] = "cursor of a store";
const std::string kCatalog(16, 'c');

class WatchCursorTest : public testing::Test {
 protected:
  static WatchCursor Longest() {
    return {Phase::kCatalogChange, UINT64_MAX - 1, std::string(32, 'a'), std::string(32, 'b'),
            std::string(63, 'z')};
  }

  Kind KindOf(absl::string_view text) const { return DecodeCursor(sealer_, text).kind; }

  // A payload of the store's own under its own MAC.
  Kind KindOfSealed(absl::string_view payload) const {
    return KindOf(sealer_.Seal(kSealedKind, payload));
  }

  const std::unique_ptr<store::Store> store_ = *store::MemoryStore::Create();
  const TokenSealer sealer_{*store_};
};

TEST_F(WatchCursorTest, ComesBackAsItWas) {
  for (const WatchCursor& cursor :
       {Longest(), WatchCursor{Phase::kSnapshot, 7, std::string(32, '0'), "", "acme"},
        WatchCursor{Phase::kFollow, 0, std::string(32, 'f'), "", ""}}) {
    const DecodedCursor decoded = DecodeCursor(sealer_, EncodeCursor(sealer_, cursor));
    EXPECT_EQ(decoded.kind, Kind::kVerified);
    EXPECT_EQ(decoded.cursor, cursor);
  }
}

TEST_F(WatchCursorTest, FitsIntoItsBound) {
  EXPECT_LE(EncodeCursor(sealer_, Longest()).size(), 200);
}

TEST_F(WatchCursorTest, RejectsOtherText) {
  EXPECT_EQ(KindOf(""), Kind::kNone);
  EXPECT_EQ(KindOf("abc"), Kind::kNone);
  EXPECT_EQ(KindOf(sealer_.Seal("page", "payload")), Kind::kNone);
  EXPECT_EQ(KindOf(std::string(100'000, 'A')), Kind::kNone);
}

TEST_F(WatchCursorTest, RejectsEveryTruncation) {
  const std::string text = EncodeCursor(sealer_, Longest());
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_EQ(KindOf(text.substr(0, size)), Kind::kNone) << size;
  }
}

// The bounds of a payload hold whoever sealed it.
TEST_F(WatchCursorTest, RejectsASealedPayloadThatIsIllFormed) {
  const std::string revision(8, '\1');
  const std::string follow = absl::StrCat("f", revision, kCatalog);
  const std::string change = absl::StrCat("c", revision, kCatalog, kCatalog);
  ASSERT_EQ(KindOfSealed(follow), Kind::kVerified);
  ASSERT_EQ(KindOfSealed(change + std::string(63, 'a')), Kind::kVerified);
  for (size_t size = 0; size < follow.size(); ++size) {
    EXPECT_EQ(KindOfSealed(follow.substr(0, size)), Kind::kNone) << size;
  }
  for (size_t size = 0; size < change.size(); ++size) {
    EXPECT_EQ(KindOfSealed(change.substr(0, size)), Kind::kNone) << size;
  }
  EXPECT_EQ(KindOfSealed(follow + "a"), Kind::kNone);
  EXPECT_EQ(KindOfSealed(change + std::string(64, 'a')), Kind::kNone);
}

TEST_F(WatchCursorTest, RejectsAPhaseThatThereIsNot) {
  for (int byte = 0; byte < 256; ++byte) {
    const char phase = static_cast<char>(byte);
    const bool known = phase == 's' || phase == 'f';
    // Long enough for any phase but kCatalogChange.
    const std::string payload = absl::StrCat(std::string(1, phase), std::string(8, '\0'), kCatalog);
    EXPECT_EQ(KindOfSealed(payload), known ? Kind::kVerified : Kind::kNone) << byte;
  }
}

TEST_F(WatchCursorTest, OfAnotherStoreIsUnverified) {
  const auto other = *store::MemoryStore::Create();
  const DecodedCursor decoded = DecodeCursor(sealer_, EncodeCursor(TokenSealer(*other), Longest()));
  EXPECT_EQ(decoded.kind, Kind::kUnverified);
  EXPECT_EQ(decoded.cursor, WatchCursor());
}

TEST_F(WatchCursorTest, WithoutAKeyIsUnverifiedEvenWithTheStoresIdentity) {
  const std::string payload = absl::StrCat(store_->identity(), "f", std::string(8, '\0'), kCatalog);
  EXPECT_EQ(KindOf(test::UnkeyedCursor(payload)), Kind::kUnverified);
}

TEST_F(WatchCursorTest, WithoutAKeyIsRejectedWhenItIsIllFormed) {
  const std::string payload = absl::StrCat(store_->identity(), "f", std::string(8, '\0'), kCatalog);
  for (size_t size = 0; size < payload.size(); ++size) {
    EXPECT_EQ(KindOf(test::UnkeyedCursor(payload.substr(0, size))), Kind::kNone) << size;
  }
  std::string forged = payload;
  forged[store::kIdentityBytes] = 'x';
  EXPECT_EQ(KindOf(test::UnkeyedCursor(forged)), Kind::kNone);
  // What ended the agent with one request.
  EXPECT_EQ(test::UnkeyedCursor(""), "hJ07cS4pV20");
  EXPECT_EQ(KindOf("hJ07cS4pV20"), Kind::kNone);
}

// As LandedToken in token_test.cc.
TEST(LandedCursor, IsEncodedAndDecodedInTheSameFormat) {
  constexpr store::Revision kRevision = 0x0102030405060708;
  const std::string catalog = "427d38949f2f8c409e7fce106243cd69";
  const std::string next_catalog = "862f30c4464b0c54a8d81b3e3f8a09fd";
  const std::pair<WatchCursor, std::string> cursors[] = {
      {{Phase::kSnapshot, kRevision, catalog, "", "alpha"},
       "AfcB9TWslllOMJGdsdUXt3xA6vj6KaxpMBkfeibjKJLxcwECAwQFBgcIQn04lJ8vjECef84QYkPNaWFscGhh"},
      {{Phase::kCatalogChange, kRevision, catalog, next_catalog, "alpha"},
       "AfcB9TWslllOMJGdsdUXt3zdY22aRTGa0jILrMr7D1avYwECAwQFBgcIQn04lJ8vjECef84QYkPNaYYvMMRGSwxUqN"
       "gbPj-KCf1hbHBoYQ"},
      {{Phase::kFollow, kRevision, catalog, "", ""},
       "AfcB9TWslllOMJGdsdUXt3xyYN1DaeSKbBX008Qw986SZgECAwQFBgcIQn04lJ8vjECef84QYkPNaQ"}};
  const test::LandedStore landed;
  const TokenSealer sealer(landed.store());
  for (const auto& [cursor, text] : cursors) {
    EXPECT_EQ(EncodeCursor(sealer, cursor), text);
    const DecodedCursor decoded = DecodeCursor(sealer, text);
    EXPECT_EQ(decoded.kind, Kind::kVerified);
    EXPECT_EQ(decoded.cursor, cursor);
  }
}

class UnkeyedCursor : public WatchCursorTest, public testing::WithParamInterface<test::TableRow> {};

TEST_P(UnkeyedCursor, OfALandedVersionIsUnverified) {
  const DecodedCursor decoded = DecodeCursor(sealer_, GetParam().cells[0]);
  EXPECT_EQ(decoded.kind, Kind::kUnverified);
  EXPECT_EQ(decoded.cursor, WatchCursor());
}

INSTANTIATE_TEST_SUITE_P(Landed, UnkeyedCursor,
                         testing::ValuesIn(test::ReadTable("tests/cases/tokens/unkeyed_cursors.tsv",
                                                           1)),
                         test::NameOfCase);

}  // namespace
}  // namespace linkstat::service
