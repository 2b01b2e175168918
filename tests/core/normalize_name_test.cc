#include "agent/core/normalize_name.h"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <random>
#include <string>

#include "absl/strings/escaping.h"
#include "tests/support/random_seed.h"
#include "tests/support/table.h"

namespace linkstat::core {
namespace {

class NameForms : public testing::TestWithParam<test::TableRow> {};

TEST_P(NameForms, AreAsInTheTable) {
  EXPECT_EQ(NormalizeName(GetParam().cells[0]), GetParam().cells[1]);
}

TEST_P(NameForms, AreTheirOwnForms) {
  EXPECT_EQ(NormalizeName(GetParam().cells[1]), GetParam().cells[1]);
}

INSTANTIATE_TEST_SUITE_P(NormalizeName, NameForms,
                         testing::ValuesIn(test::ReadTable("tests/cases/name_forms.tsv", 2)),
                         test::NameOfCase);

std::string Utf8(utf8proc_int32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(code_point, bytes);
  return std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

bool IsCharacter(utf8proc_int32_t c) {
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  return !surrogate && utf8proc_category(c) != UTF8PROC_CATEGORY_CN;
}

void ExpectIdempotent(const std::string& name) {
  const std::string form = NormalizeName(name);
  EXPECT_EQ(NormalizeName(form), form) << absl::CHexEscape(name);
}

TEST(NormalizeName, IsIdempotentOnEveryCharacter) {
  for (utf8proc_int32_t c = 1; c <= 0x10FFFF; ++c) {
    if (IsCharacter(c)) ExpectIdempotent("a" + Utf8(c) + "b");
  }
}

TEST(NormalizeName, IsIdempotentOnRandomNames) {
  // Characters that mean something to it, among all the others.
  const std::string marked[] = {"&",      "'",      "\"",     "-",      "/",      ",",
                                " ",      "and",    "third",  "\u2019", "\u00b4", "\u0301",
                                "\u0308", "\u0345", "\u200b", "\u2044", "\u00bd", "\ufb01",
                                "\uff06", "\u1e9b", "\u0323", "\u0130", "\u03b0", "\u02bc",
                                "st",     "\u1100", "\u1161", "\u11a8", "\uac00", "\u00df"};
  std::mt19937 random(test::RandomSeed());
  const auto below = [&](int bound) { return static_cast<int>(random() % bound); };
  for (int i = 0; i < 100000; ++i) {
    std::string name;
    for (int length = 1 + below(12); length > 0; --length) {
      const utf8proc_int32_t c = 1 + below(0x30000);
      const bool plain = below(3) == 0 && IsCharacter(c);
      name += plain ? Utf8(c) : marked[below(std::size(marked))];
    }
    ExpectIdempotent(name);
  }
}

TEST(NormalizeName, KeepsDifferentWordsApart) {
  EXPECT_NE(NormalizeName("Manage Employees"), NormalizeName("Manage Employee"));
  EXPECT_NE(NormalizeName("Manage Employees"), NormalizeName("ManageEmployees"));
  EXPECT_NE(NormalizeName("View or Edit"), NormalizeName("View & Edit"));
  EXPECT_NE(NormalizeName("r\u00e9sum\u00e9"), NormalizeName("resume"));
}

}  // namespace
}  // namespace linkstat::core
