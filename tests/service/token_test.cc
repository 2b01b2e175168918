#include "agent/service/token.h"

#include <gtest/gtest.h>

#include "linkstat/v1/linked_account_service.pb.h"
#include "tests/support/proto_matchers.h"

namespace linkstat::service {
namespace {

TEST(Token, HoldsItsPayload) {
  for (const std::string& payload : {std::string(), std::string("a"), std::string("\0\xff", 2)}) {
    EXPECT_EQ(OpenToken("kind", SealToken("kind", payload)), payload);
  }
}

TEST(Token, IsNoneOfAnotherKind) {
  EXPECT_FALSE(OpenToken("other", SealToken("kind", "payload")).has_value());
}

TEST(Token, IsRefusedWhenAnyCharacterDiffers) {
  const std::string token = SealToken("kind", "payload");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string broken = token;
    broken[i] = broken[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(OpenToken("kind", broken).has_value()) << i;
    EXPECT_FALSE(OpenToken("kind", token.substr(0, i)).has_value()) << i;
  }
  EXPECT_FALSE(OpenToken("kind", token + "=").has_value());
  EXPECT_FALSE(OpenToken("kind", "not base64 \xff").has_value());
}

TEST(PageToken, IsBoundToTheRequest) {
  const auto request = test::ParseProto<v1::ListLinkedAccountsRequest>("state: LINK_STATE_READY");
  const auto other = test::ParseProto<v1::ListLinkedAccountsRequest>("state: LINK_STATE_PENDING");
  const std::string token = SealPageToken(request, "acme");
  EXPECT_EQ(OpenPageToken(request, token), "acme");
  EXPECT_FALSE(OpenPageToken(other, token).has_value());
}

TEST(PageToken, EmptyOneIsTheBeginning) {
  EXPECT_EQ(OpenPageToken(v1::ListLinkedAccountsRequest(), ""), "");
}

}  // namespace
}  // namespace linkstat::service
