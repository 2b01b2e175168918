#include "client/cli/output/report.h"

#include <gtest/gtest.h>

#include <sstream>

namespace linkstat::cli {
namespace {

std::string Written(const Report& report, const Terminal& terminal) {
  std::ostringstream out;
  WriteReport(report, terminal, out);
  return out.str();
}

Report Headline(const std::string& word, Tone tone = Tone::kPlain,
                const std::string& sentence = "") {
  Report report;
  report.headline.key = "verdict";
  report.headline.word = {word, tone};
  report.headline.sentence = sentence;
  return report;
}

Line Closing(const std::string& word) {
  Line line;
  line.key = "revision";
  line.title = "Revision";
  line.word.text = word;
  return line;
}

Report SmallReport() {
  Report report = Headline("NO", Tone::kBad, "One is missing.");
  report.sections = {
      {"fruit", "Fruit", {"State", "Name"}, {{{"RIPE", Tone::kGood}, {"Quince and medlar"}}}},
      {"stone", "Stones", {"Name"}, {}}};
  report.closing.push_back(Closing("abc"));
  return report;
}

TEST(Report, InAPipeIsLinesOfCells) {
  EXPECT_EQ(Written(SmallReport(), {}),
            "verdict\tNO\tOne is missing.\n"
            "fruit\tRIPE\tQuince and medlar\n"
            "revision\tabc\n");
}

TEST(Report, OnATerminalHasTablesWithoutEmptyOnes) {
  EXPECT_EQ(Written(SmallReport(), {true, false, 80}),
            "NO  One is missing.\n"
            "\n"
            "Fruit\n"
            "  State  Name\n"
            "  ─────  ─────────────────\n"
            "  RIPE   Quince and medlar\n"
            "\n"
            "Revision: abc\n");
}

TEST(Report, OnANarrowTerminalCellsGoOnInFurtherLines) {
  Report report = Headline("NO");
  report.sections = {{"s", "S", {"First name", "B"}, {{{"one two three"}, {"x"}}}}};
  EXPECT_EQ(Written(report, {true, false, 17}),
            "NO\n"
            "\n"
            "S\n"
            "  First name    B\n"
            "  ────────────  ─\n"
            "  one two       x\n"
            "  three\n");
}

TEST(Report, OnANarrowTerminalTextGivesWayBeforeWordsBreak) {
  Report report = Headline("NO");
  report.sections = {
      {"s",
       "S",
       {"State", "Observed", "Why"},
       {{{"ACTION_REQUIRED"}, {"2026-03-01T12:00:00Z"}, {"permission missing: Fly"}}}}};
  EXPECT_EQ(Written(report, {true, false, 56}),
            "NO\n"
            "\n"
            "S\n"
            "  State            Observed              Why\n"
            "  ───────────────  ────────────────────  ───────────────\n"
            "  ACTION_REQUIRED  2026-03-01T12:00:00Z  permission\n"
            "                                         missing: Fly\n");
}

TEST(Report, ColumnsAreAlignedByWhatIsSeen) {
  Report report = Headline("NO");
  report.sections = {{"s", "S", {"A", "B"}, {{{"漢字"}, {"x"}}, {{"e\xCC\x81"}, {"y"}}}}};
  EXPECT_EQ(Written(report, {true, false, 80}),
            "NO\n"
            "\n"
            "S\n"
            "  A     B\n"
            "  ────  ─\n"
            "  漢字  x\n"
            "  e\xCC\x81     y\n");
}

TEST(Report, ColoursAreAroundWordsOnly) {
  EXPECT_EQ(Written(Headline("NO", Tone::kBad, "Why."), {true, true, 80}),
            "\x1b[1;31mNO\x1b[0m  Why.\n");
}

TEST(Report, TextFromOutsideCannotSteerATerminalOrMakeALine) {
  Report report = Headline("a\x1b[2J", Tone::kPlain, "b\nc");
  report.sections = {{"s", "S", {"A"}, {{{"d\te\r"}}}}};
  report.closing.push_back(Closing("f\n"));
  EXPECT_EQ(Written(report, {}), "verdict\ta\\x1b[2J\tb\\nc\ns\td\\te\\r\nrevision\tf\\n\n");
  EXPECT_EQ(Written(report, {true, false, 80}),
            "a\\x1b[2J  b\\nc\n\nS\n  A\n  ──────\n  d\\te\\r\n\nRevision: f\\n\n");
}

}  // namespace
}  // namespace linkstat::cli
