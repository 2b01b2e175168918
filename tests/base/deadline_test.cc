#include "agent/base/deadline.h"

#include <gtest/gtest.h>

namespace linkstat {
namespace {

TEST(Deadline, HasWhatIsLeftOfItsDuration) {
  const Deadline deadline(absl::Hours(1));
  EXPECT_LE(deadline.Left(), absl::Hours(1));
  EXPECT_GT(deadline.Left(), absl::Minutes(30));
  EXPECT_FALSE(deadline.Passed());
}

TEST(Deadline, IsAYearAwayAtMost) {
  EXPECT_GT(Deadline(absl::InfiniteDuration()).Left(), absl::Hours(24 * 364));
  EXPECT_LE(Deadline(absl::InfiniteDuration()).Left(), absl::Hours(24 * 365));
}

TEST(Deadline, HasNothingLeftOnceItHasPassed) {
  const Deadline deadline(-absl::Hours(1));
  EXPECT_EQ(deadline.Left(), absl::ZeroDuration());
  EXPECT_TRUE(deadline.Passed());
}

}  // namespace
}  // namespace linkstat
