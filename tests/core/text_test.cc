#include "agent/core/text.h"

#include <gtest/gtest.h>

#include <string>

namespace linkstat::core {
namespace {

TEST(IsUtf8, AcceptsEveryLengthOfCodePoint) { EXPECT_TRUE(IsUtf8("a\u00e9\u6c34\U0001f600")); }

TEST(IsUtf8, AcceptsNothingAtAll) { EXPECT_TRUE(IsUtf8("")); }

TEST(IsUtf8, AcceptsTheLastCodePoint) { EXPECT_TRUE(IsUtf8("\xf4\x8f\xbf\xbf")); }

TEST(IsUtf8, RefusesValuesPastTheLastCodePoint) { EXPECT_FALSE(IsUtf8("\xf4\x90\x80\x80")); }

TEST(IsUtf8, RefusesOverlongForms) {
  EXPECT_FALSE(IsUtf8("\xc0\xaf"));
  EXPECT_FALSE(IsUtf8("\xe0\x80\xaf"));
  EXPECT_FALSE(IsUtf8("\xf0\x80\x80\xaf"));
}

TEST(IsUtf8, RefusesSurrogates) { EXPECT_FALSE(IsUtf8("\xed\xa0\x80")); }

TEST(IsUtf8, RefusesATruncatedEnd) { EXPECT_FALSE(IsUtf8("abc\xe6\xb0")); }

TEST(IsUtf8, RefusesAStrayContinuationByte) { EXPECT_FALSE(IsUtf8("abc\x80xyz")); }

TEST(HasControlCharacter, FindsItBehindOtherText) {
  EXPECT_TRUE(HasControlCharacter("View \u6c34\x07"));
}

TEST(HasControlCharacter, FindsNul) {
  EXPECT_TRUE(HasControlCharacter(absl::string_view("a\0b", 3)));
}

TEST(HasControlCharacter, KnowsTheEndsOfItsRanges) {
  for (const char* control : {"\x01", "\x1f", "\x7f", "\u0080", "\u009f", "\u2028", "\u2029",
                              "\u202a", "\u202e", "\u2066", "\u2069"}) {
    EXPECT_TRUE(HasControlCharacter(control)) << control;
  }
  for (const char* other : {" ", "~", "\u00a0", "\u2027", "\u202f", "\u2065", "\u206a"}) {
    EXPECT_FALSE(HasControlCharacter(other)) << other;
  }
}

TEST(IsBlank, HoldsForEverySpaceAndForInvisibleCharacters) {
  EXPECT_TRUE(IsBlank(""));
  EXPECT_TRUE(IsBlank(" \t\u00a0\u2003\u3000\u200b\ufeff"));
}

TEST(IsBlank, DoesNotHoldWithOneVisibleCharacter) { EXPECT_FALSE(IsBlank(" \u00a0. ")); }

TEST(HasLetterOrDigit, KnowsEveryScript) {
  EXPECT_TRUE(HasLetterOrDigit("-7-"));
  EXPECT_TRUE(HasLetterOrDigit("-\u6c34-"));
  EXPECT_TRUE(HasLetterOrDigit("-\u0663-"));
}

TEST(HasLetterOrDigit, CountsNeitherSignsNorInvisibleLetters) {
  EXPECT_FALSE(HasLetterOrDigit("--&\u20ac\U0001f600"));
  EXPECT_FALSE(HasLetterOrDigit("\u3164"));
}

TEST(LineFault, AllowsTheWholeBound) {
  EXPECT_EQ(LineFault(std::string(256, 'a'), 256), std::nullopt);
}

TEST(LineFault, NamesBothSizes) {
  EXPECT_EQ(LineFault(std::string(257, 'a'), 256), "has 257 bytes, more than 256");
}

TEST(LineFault, CountsBytesAndNotLetters) {
  EXPECT_EQ(LineFault("\u6c34\u6c34", 5), "has 6 bytes, more than 5");
}

TEST(LineFault, NamesBlank) { EXPECT_EQ(LineFault("  ", 10), "is empty or blank"); }

TEST(OptionalLineFault, AllowsBlank) {
  EXPECT_EQ(OptionalLineFault("", 10), std::nullopt);
  EXPECT_EQ(OptionalLineFault("  ", 10), std::nullopt);
}

TEST(OptionalLineFault, KeepsTheOtherRules) {
  EXPECT_EQ(OptionalLineFault("\xff", 10), "is not valid UTF-8");
  EXPECT_EQ(OptionalLineFault("a\nb", 10), "holds a control character");
  EXPECT_EQ(OptionalLineFault("abcdef", 5), "has 6 bytes, more than 5");
}

// `local_size` bytes before the @ and `domain_size` after it, of labels of 63 as
// long as there is room.
std::string EmailOf(size_t local_size, size_t domain_size) {
  std::string domain(domain_size, 'd');
  for (size_t dot = 63; dot + 1 < domain_size; dot += 64) domain[dot] = '.';
  return std::string(local_size, 'a') + "@" + domain;
}

TEST(EmailFault, AllowsTheShortestAndTheLongestAddress) {
  EXPECT_EQ(EmailFault("a@b"), std::nullopt);
  EXPECT_EQ(EmailFault(EmailOf(64, 189)), std::nullopt);
}

TEST(EmailFault, AllowsEveryCharacterOfADotAtom) {
  EXPECT_EQ(EmailFault("aZ09.!#$%&'*+-/=?^_`{|}~@x-1.Example"), std::nullopt);
}

TEST(EmailFault, NamesBothSizes) {
  EXPECT_EQ(EmailFault(EmailOf(64, 190)), "has 255 bytes, more than 254");
  EXPECT_EQ(EmailFault(EmailOf(65, 1)), "has 65 bytes, more than 64, before the @");
}

TEST(EmailFault, NamesAnEmptyAddress) { EXPECT_EQ(EmailFault(""), "is empty or blank"); }

TEST(EmailFault, NamesAnotherForm) {
  for (const char* address : {"a", "@", "a@", "@b", "a@b@c", "a.b"}) {
    EXPECT_EQ(EmailFault(address), "is not an address of the form local@domain") << address;
  }
}

TEST(EmailFault, NamesALocalPartThatIsNoDotAtom) {
  for (const char* address : {".a@b", "a.@b", "a..b@c", "<b>@c", "\"a\"@b", "a,b@c", "a;b@c",
                              "a(b)@c", "a[b]@c", "a\\@b", "a:b@c"}) {
    EXPECT_EQ(EmailFault(address), "has no dot-atom of RFC 5322 before the @") << address;
  }
}

TEST(EmailFault, NamesADomainThatIsNoHostName) {
  for (const char* address :
       {"a@.", "a@.b", "a@b.", "a@b..c", "a@-b", "a@b-.c", "a@b_c", "a@[::1]", "a@<b>"}) {
    EXPECT_EQ(EmailFault(address), "has no host name after the @") << address;
  }
  EXPECT_EQ(EmailFault("a@" + std::string(64, 'b')), "has no host name after the @");
}

TEST(EmailFault, NamesOtherCharacters) {
  for (const char* address : {"a b@c", "a@b\n", "\u00e9@b", "a@\xff", "a@b\x7f"}) {
    EXPECT_EQ(EmailFault(address), "holds a character other than printable ASCII without space")
        << address;
  }
}

}  // namespace
}  // namespace linkstat::core
