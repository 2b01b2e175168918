#include "client/cli/output/safe_text.h"

#include <gtest/gtest.h>

namespace linkstat::cli {
namespace {

TEST(SafeText, LeavesTextAsItIs) { EXPECT_EQ(SafeText("Größe 漢字 \\ <b>"), "Größe 漢字 \\ <b>"); }

TEST(SafeText, WritesControlCharactersOut) {
  EXPECT_EQ(SafeText(absl::string_view("a\0\x1b[2J\n\r\t\x7f", 10)),
            "a\\x00\\x1b[2J\\n\\r\\t\\x7f");
}

TEST(SafeText, WritesC1ControlCharactersOut) {
  EXPECT_EQ(SafeText("\xC2\x9B"
                     "2J"),
            "\\x9b2J");
}

TEST(SafeText, WritesDirectionControlsOut) {
  EXPECT_EQ(SafeText("a\xE2\x80\xAE"
                     "b"),
            "a\\u202eb");
}

TEST(SafeText, WritesBytesThatAreNotUtf8Out) { EXPECT_EQ(SafeText("a\xFF\xC3("), "a\\xff\\xc3("); }

TEST(SafeText, LinesKeepTheirLineFeeds) { EXPECT_EQ(SafeLines("a\n\x1b\n"), "a\n\\x1b\n"); }

}  // namespace
}  // namespace linkstat::cli
