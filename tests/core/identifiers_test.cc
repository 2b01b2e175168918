#include "agent/core/identifiers.h"

#include <gtest/gtest.h>

#include <string>

namespace linkstat::core {
namespace {

TEST(IsId, AcceptsLowerCaseLettersDigitsAndHyphens) {
  for (const std::string& id :
       {std::string("a"), std::string("a-1"), std::string("acme2"), "a" + std::string(62, '0')}) {
    EXPECT_TRUE(IsId(id)) << id;
  }
}

TEST(IsId, RejectsEverythingElse) {
  for (const std::string& text :
       {std::string(), std::string("1a"), std::string("-a"), std::string("a-"), std::string("A"),
        std::string("a_b"), std::string("a b"), std::string("\xC3\xA4"),
        "a" + std::string(63, '0')}) {
    EXPECT_FALSE(IsId(text)) << text;
  }
}

TEST(IsRevision, IsThirtyTwoLowerCaseHexadecimalDigits) {
  EXPECT_TRUE(IsRevision("0123456789abcdef0123456789abcdef"));
  EXPECT_FALSE(IsRevision("0123456789abcdef0123456789abcde"));
  EXPECT_FALSE(IsRevision("0123456789abcdef0123456789abcdef0"));
  EXPECT_FALSE(IsRevision("0123456789ABCDEF0123456789abcdef"));
  EXPECT_FALSE(IsRevision("0123456789abcdeg0123456789abcdef"));
}

TEST(IsLowerHex, RejectsTheNeighboursOfDigitsAndLetters) {
  EXPECT_TRUE(IsLowerHex("09af"));
  for (const char* text : {"/", ":", "`", "g", "A", "F"}) EXPECT_FALSE(IsLowerHex(text)) << text;
}

}  // namespace
}  // namespace linkstat::core
