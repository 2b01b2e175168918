#include "agent/service/token.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/store/memory_store.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "tests/service/landed_store.h"
#include "tests/service/unkeyed_token.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/table.h"

namespace linkstat::service {
namespace {

using Origin = OpenedToken::Origin;

class TokenTest : public testing::Test {
 protected:
  const std::unique_ptr<store::Store> store_ = *store::MemoryStore::Create();
  const std::unique_ptr<store::Store> other_store_ = *store::MemoryStore::Create();
  const TokenSealer sealer_{*store_};
  const TokenSealer other_{*other_store_};
};

TEST_F(TokenTest, HoldsItsPayload) {
  for (const std::string& payload : {std::string(), std::string("a"), std::string("\0\xff", 2)}) {
    const OpenedToken opened = sealer_.Open("kind", sealer_.Seal("kind", payload));
    EXPECT_EQ(opened.origin, Origin::kThisStore);
    EXPECT_EQ(opened.payload, payload);
  }
}

TEST_F(TokenTest, EverySealerOfTheStoreOpensIt) {
  EXPECT_EQ(TokenSealer(*store_).Open("kind", sealer_.Seal("kind", "payload")).payload, "payload");
}

TEST_F(TokenTest, IsNoneOfAnotherKind) {
  EXPECT_EQ(sealer_.Open("other", sealer_.Seal("kind", "payload")).origin, Origin::kNone);
  EXPECT_EQ(sealer_.Open("kind", sealer_.Seal("kindp", "ayload")).origin, Origin::kNone);
}

TEST_F(TokenTest, OfAnotherStoreIsNotOpened) {
  const OpenedToken opened = sealer_.Open("kind", other_.Seal("kind", "payload"));
  EXPECT_EQ(opened.origin, Origin::kOtherStore);
  EXPECT_EQ(opened.payload, "");
}

TEST_F(TokenTest, IsNeverThisStoresWhenAnyCharacterDiffers) {
  const std::string token = sealer_.Seal("kind", "payload");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string broken = token;
    broken[i] = broken[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(sealer_.Open("kind", broken).origin, Origin::kThisStore) << i;
    EXPECT_EQ(sealer_.Open("kind", token.substr(0, i)).origin, Origin::kNone) << i;
  }
  EXPECT_EQ(sealer_.Open("kind", token + "=").origin, Origin::kNone);
  EXPECT_EQ(sealer_.Open("kind", "not base64 \xff").origin, Origin::kNone);
}

TEST_F(TokenTest, WithThisStoresIdentityNeedsItsMac) {
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(other_.Seal("kind", "payload"), &bytes));
  bytes.replace(1, store::kIdentityBytes, std::string(store_->identity()));
  EXPECT_EQ(sealer_.Open("kind", absl::WebSafeBase64Escape(bytes)).origin, Origin::kNone);
}

TEST_F(TokenTest, WithoutAKeyIsKnownAsSuch) {
  const OpenedToken opened = sealer_.Open("kind", test::UnkeyedToken("kind", "payload"));
  EXPECT_EQ(opened.origin, Origin::kUnkeyed);
  EXPECT_EQ(opened.payload, "payload");
  EXPECT_EQ(sealer_.Open("kind", test::UnkeyedToken("other", "payload")).origin, Origin::kNone);
}

TEST_F(TokenTest, IsRejectedOverItsBound) {
  const std::string longest = sealer_.Seal("kind", std::string(351, 'a'));
  ASSERT_EQ(longest.size(), kMaxTokenBytes);
  EXPECT_EQ(sealer_.Open("kind", longest).origin, Origin::kThisStore);
  EXPECT_EQ(sealer_.Open("kind", sealer_.Seal("kind", std::string(352, 'a'))).origin,
            Origin::kNone);
}

TEST_F(TokenTest, OfAPageIsBoundToTheRequest) {
  const auto request = test::ParseProto<v1::ListLinkedAccountsRequest>("state: LINK_STATE_READY");
  const auto other = test::ParseProto<v1::ListLinkedAccountsRequest>("state: LINK_STATE_PENDING");
  const std::string token = SealPageToken(sealer_, request, "acme");
  EXPECT_EQ(OpenPageToken(sealer_, request, token), "acme");
  EXPECT_FALSE(OpenPageToken(sealer_, other, token).has_value());
}

TEST_F(TokenTest, OfAPageIsBoundToTheStore) {
  const v1::ListLinkedAccountsRequest request;
  EXPECT_FALSE(OpenPageToken(sealer_, request, SealPageToken(other_, request, "acme")).has_value());
}

TEST_F(TokenTest, EmptyOneIsTheFirstPage) {
  EXPECT_EQ(OpenPageToken(sealer_, v1::ListLinkedAccountsRequest(), ""), "");
}

// A token that does not change: callers keep theirs while agents are updated. Python's hmac
// computed the MAC.
TEST(LandedToken, IsSealedAndOpenedInTheSameFormat) {
  constexpr char kToken[] = "AfcB9TWslllOMJGdsdUXt3y-797nj28E0ZPpw2tFrlXpcGF5bG9hZA";
  const test::LandedStore landed;
  const TokenSealer sealer(landed.store());
  EXPECT_EQ(sealer.Seal("kind", "payload"), kToken);
  const OpenedToken opened = sealer.Open("kind", kToken);
  EXPECT_EQ(opened.origin, Origin::kThisStore);
  EXPECT_EQ(opened.payload, "payload");
}

TEST(LandedToken, OfAPageIsSealedAndOpenedInTheSameFormat) {
  constexpr char kToken[] = "AfcB9TWslllOMJGdsdUXt3wxE4ng7Shq2A5XpIhI4V_WYWxwaGE";
  const test::LandedStore landed;
  const TokenSealer sealer(landed.store());
  const v1::ListLinkedAccountsRequest request;
  EXPECT_EQ(SealPageToken(sealer, request, "alpha"), kToken);
  EXPECT_EQ(OpenPageToken(sealer, request, kToken), "alpha");
}

// The kind of a page token, as the landed versions built it.
std::string PageKindOf(const google::protobuf::Message& request) {
  return absl::StrCat("page ", request.GetDescriptor()->full_name(), " ",
                      Sha256(request.SerializeAsString()));
}

class UnkeyedPageToken : public TokenTest, public testing::WithParamInterface<test::TableRow> {
 protected:
  void ExpectRejected(const google::protobuf::Message& request) {
    const std::string& token = GetParam().cells[1];
    ASSERT_EQ(sealer_.Open(PageKindOf(request), token).origin, Origin::kUnkeyed);
    EXPECT_FALSE(OpenPageToken(sealer_, request, token).has_value());
  }
};

TEST_P(UnkeyedPageToken, OfALandedVersionIsNone) {
  const std::string& text = GetParam().cells[0];
  if (GetParam().name == "ListLinkedAccounts") {
    ExpectRejected(test::ParseProto<v1::ListLinkedAccountsRequest>(text));
  } else {
    ExpectRejected(test::ParseProto<v1::PreviewCatalogImpactRequest>(text));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Landed, UnkeyedPageToken,
    testing::ValuesIn(test::ReadTable("tests/cases/tokens/unkeyed_page_tokens.tsv", 2)),
    test::NameOfCase);

}  // namespace
}  // namespace linkstat::service
