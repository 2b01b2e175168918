#include <gtest/gtest.h>

#include "agent/tls/certificate_reloader.h"

namespace linkstat::tls {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

TEST(ExpiryNotice, IsDueAWeekAhead) {
  ExpiryNotice notice;
  EXPECT_FALSE(notice.Due(kNow + ExpiryNotice::kAhead + absl::Seconds(1), kNow));
  EXPECT_TRUE(notice.Due(kNow + ExpiryNotice::kAhead, kNow));
}

TEST(ExpiryNotice, IsDueOnceADay) {
  ExpiryNotice notice;
  const absl::Time end = kNow + absl::Hours(30);
  EXPECT_TRUE(notice.Due(end, kNow));
  EXPECT_FALSE(notice.Due(end, kNow + absl::Hours(24) - absl::Seconds(1)));
  EXPECT_TRUE(notice.Due(end, kNow + absl::Hours(24)));
  // Expired by then.
  EXPECT_TRUE(notice.Due(end, kNow + absl::Hours(48)));
}

TEST(ExpiryNotice, IsDueWhenTheClockWasSetBack) {
  ExpiryNotice notice;
  const absl::Time end = kNow + absl::Hours(1);
  EXPECT_TRUE(notice.Due(end, kNow));
  EXPECT_TRUE(notice.Due(end, kNow - absl::Hours(30)));
}

TEST(ExpiryNotice, StartsOverAfterARenewal) {
  ExpiryNotice notice;
  EXPECT_TRUE(notice.Due(kNow + absl::Hours(1), kNow));
  EXPECT_FALSE(notice.Due(kNow + absl::Hours(1'000), kNow));
  EXPECT_TRUE(notice.Due(kNow + absl::Hours(2), kNow + absl::Hours(1)));
}

}  // namespace
}  // namespace linkstat::tls
