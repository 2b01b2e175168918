#include <gtest/gtest.h>

#include <sstream>

#include "client/cli/output/progress.h"
#include "client/cli/output/table.h"

namespace linkstat::cli {
namespace {

TEST(Bar, IsInProportion) {
  EXPECT_EQ(Bar(4, 4, 4), "████");
  EXPECT_EQ(Bar(1, 2, 4), "██");
  EXPECT_EQ(Bar(1, 8, 4), "▌");
}

TEST(Bar, NothingIsNoBar) {
  EXPECT_EQ(Bar(0, 4, 4), "");
  EXPECT_EQ(Bar(0, 0, 4), "");
}

TEST(Bar, LittleStillShows) { EXPECT_EQ(Bar(1, 1'000'000, 4), "▏"); }

TEST(Progress, WritesOverItsLineAndLeavesItEmpty) {
  std::ostringstream out;
  {
    Progress progress(out, true, 200);
    progress.Show(50, 1000);
    progress.Show(200, 4000);
  }
  EXPECT_EQ(out.str(),
            "\r\x1b[K[███████▌                      ]  25 %  1000 lines"
            "\r\x1b[K[██████████████████████████████] 100 %  4000 lines"
            "\r\x1b[K");
}

TEST(Progress, HasNoBarWithoutTheSizeOfTheWork) {
  std::ostringstream out;
  Progress progress(out, true, std::nullopt);
  progress.Show(50, 1000);
  EXPECT_EQ(out.str(), "\r\x1b[K1000 lines");
}

TEST(Progress, IsSilentWhereItIsNotShown) {
  std::ostringstream out;
  {
    Progress progress(out, false, 200);
    progress.Show(50, 1000);
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace linkstat::cli
