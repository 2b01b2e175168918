#include "client/cli/input/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <utility>

namespace linkstat::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::vector<std::pair<int64_t, std::string>> LinesOf(const std::string& text) {
  std::istringstream in(text);
  LineReader reader(in, "reports");
  std::vector<std::pair<int64_t, std::string>> lines;
  LineReader::Line line;
  while (reader.Next(line).value()) {
    lines.emplace_back(line.number, line.too_long ? "(too long)" : line.text);
  }
  EXPECT_EQ(reader.bytes(), static_cast<int64_t>(text.size()));
  return lines;
}

TEST(LineReader, GivesEachLineWithItsNumber) {
  EXPECT_THAT(LinesOf("a\nb"), ElementsAre(Pair(1, "a"), Pair(2, "b")));
  EXPECT_THAT(LinesOf("a\nb\n"), ElementsAre(Pair(1, "a"), Pair(2, "b")));
}

TEST(LineReader, CountsBlankLinesButSkipsThem) {
  EXPECT_THAT(LinesOf("\n a \n \t\r\nb\n\n"), ElementsAre(Pair(2, " a "), Pair(4, "b")));
}

TEST(LineReader, TakesOffLineEndsAndByteOrderMark) {
  EXPECT_THAT(LinesOf("\xEF\xBB\xBF"
                      "a\r\nb\r"),
              ElementsAre(Pair(1, "a"), Pair(2, "b")));
}

TEST(LineReader, EmptyInputHasNoLine) { EXPECT_THAT(LinesOf(""), IsEmpty()); }

TEST(LineReader, KeepsZeroBytes) {
  EXPECT_THAT(LinesOf(std::string("a\0b\nc", 5)),
              ElementsAre(Pair(1, std::string("a\0b", 3)), Pair(2, "c")));
}

TEST(LineReader, ReportsALineThatIsTooLongAndGoesOnAfterIt) {
  const std::string longest(LineReader::kMaxLineSize, 'x');
  EXPECT_THAT(
      LinesOf(longest + "\r\n" + longest + "x\n" + longest + longest + "\nb"),
      ElementsAre(Pair(1, longest), Pair(2, "(too long)"), Pair(3, "(too long)"), Pair(4, "b")));
}

TEST(LineReader, LinesAroundTheBufferSizeStayWhole) {
  for (const int size : {65534, 65535, 65536, 65537, 131072}) {
    const std::string line(static_cast<size_t>(size), 'x');
    EXPECT_THAT(LinesOf(line + "\nb"), ElementsAre(Pair(1, line), Pair(2, "b"))) << size;
  }
}

// Fails in the middle, like a disk.
class FailingBuffer : public std::streambuf {
 protected:
  int underflow() override { throw std::ios_base::failure("no"); }
};

TEST(LineReader, InputThatCannotBeReadIsAnError) {
  FailingBuffer failing;
  std::istream in(&failing);
  LineReader reader(in, "reports");
  LineReader::Line line;
  EXPECT_EQ(reader.Next(line).status().message(), "reports cannot be read to its end");
}

}  // namespace
}  // namespace linkstat::cli
