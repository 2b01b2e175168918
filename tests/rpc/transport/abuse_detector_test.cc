#include "agent/rpc/transport/abuse_detector.h"

#include <gtest/gtest.h>

namespace linkstat::rpc {
namespace {

constexpr int kStreams = 100;
const SteadyTime kBegin = SteadyTime() + std::chrono::seconds(1'000);

StreamCounts Counts(int64_t started, int64_t succeeded, int64_t failed, int64_t messages = 0) {
  return {started, succeeded, failed, messages};
}

TransportLimits LimitsOf(int streams) {
  TransportLimits limits;
  limits.streams = streams;
  return limits;
}

class AbuseDetectorTest : public testing::Test {
 protected:
  Abuse After(absl::Duration time, const StreamCounts& counts, uint64_t bytes = 0) {
    return judge_.Judge(bytes, counts, kBegin + absl::ToChronoNanoseconds(time));
  }

  AbuseDetector judge_{LimitsOf(kStreams), kBegin};
};

TEST_F(AbuseDetectorTest, LetsClientsInGoodOrderGoOn) {
  EXPECT_EQ(After(absl::Seconds(1), Counts(50'000, 50'000, 0)), Abuse::kNone);
  EXPECT_EQ(After(absl::Seconds(2), Counts(100'000, 98'000, 2'000)), Abuse::kNone);
}

TEST_F(AbuseDetectorTest, FindsResetsFromTheFirstMomentOn) {
  EXPECT_EQ(After(absl::Milliseconds(100), Counts(1'000, 0, 1'000)), Abuse::kNone);
  EXPECT_EQ(After(absl::Milliseconds(200), Counts(1'001, 0, 1'001)), Abuse::kResets);
}

TEST_F(AbuseDetectorTest, FindsResetsAfterAGoodLife) {
  EXPECT_EQ(After(absl::Hours(1), Counts(900'000, 900'000, 0)), Abuse::kNone);
  EXPECT_EQ(After(absl::Hours(1) + absl::Milliseconds(100), Counts(901'500, 900'400, 1'100)),
            Abuse::kResets);
}

TEST_F(AbuseDetectorTest, AcceptsManyResetsOverALongTime) {
  EXPECT_EQ(After(absl::Minutes(1), Counts(9'000, 0, 9'000)), Abuse::kNone);
}

TEST_F(AbuseDetectorTest, AcceptsManyResetsAmongMoreAnswers) {
  EXPECT_EQ(After(absl::Seconds(1), Counts(10'000, 6'000, 4'000)), Abuse::kNone);
}

TEST_F(AbuseDetectorTest, FindsManyMoreStreamsThanAllowed) {
  EXPECT_EQ(After(absl::Seconds(1), Counts(2 * kStreams, 0, 0)), Abuse::kNone);
  EXPECT_EQ(After(absl::Seconds(2), Counts(2 * kStreams + 1, 0, 0)), Abuse::kStreams);
}

TEST_F(AbuseDetectorTest, AllowsWhatClientsAssumeBeforeTheyKnowTheLimit) {
  AbuseDetector few(LimitsOf(5), kBegin);
  EXPECT_EQ(few.Judge(0, Counts(200, 0, 0), kBegin), Abuse::kNone);
  EXPECT_EQ(few.Judge(0, Counts(201, 0, 0), kBegin), Abuse::kStreams);
}

TEST_F(AbuseDetectorTest, AllowsNoMoreWhereClientsNeedNone) {
  TransportLimits limits = LimitsOf(5);
  limits.streams_at_first = 1;
  AbuseDetector few(limits, kBegin);
  EXPECT_EQ(few.Judge(0, Counts(10, 0, 0), kBegin), Abuse::kNone);
  EXPECT_EQ(few.Judge(0, Counts(11, 0, 0), kBegin), Abuse::kStreams);
}

TEST_F(AbuseDetectorTest, FindsBytesThatBecomeNothing) {
  EXPECT_EQ(After(absl::Seconds(1), Counts(1, 0, 0), AbuseDetector::kMaxIdleBytes), Abuse::kNone);
  EXPECT_EQ(After(absl::Seconds(2), Counts(1, 0, 0), AbuseDetector::kMaxIdleBytes + 1),
            Abuse::kBytes);
}

TEST_F(AbuseDetectorTest, FindsFewerBytesThatBecomeNothingForLong) {
  EXPECT_EQ(After(absl::Seconds(1), Counts(1, 0, 0), 100'000), Abuse::kNone);
  EXPECT_EQ(After(absl::Seconds(3.9), Counts(1, 0, 0), AbuseDetector::kMaxSlowBytes + 1),
            Abuse::kNone);
  EXPECT_EQ(After(absl::Seconds(4), Counts(1, 0, 0), AbuseDetector::kMaxSlowBytes), Abuse::kNone);
  EXPECT_EQ(After(absl::Seconds(4), Counts(1, 0, 0), AbuseDetector::kMaxSlowBytes + 1),
            Abuse::kBytes);
}

TEST_F(AbuseDetectorTest, LetsALargeMessageAfterARestGoOn) {
  EXPECT_EQ(After(absl::Seconds(1), Counts(1, 1, 0), 1'000), Abuse::kNone);
  EXPECT_EQ(After(absl::Hours(1), Counts(2, 1, 0), 1'000 + AbuseDetector::kMaxSlowBytes + 1),
            Abuse::kNone);
}

TEST_F(AbuseDetectorTest, LetsBytesThatBecomeMessagesOrAnswersGoOn) {
  uint64_t bytes = 0;
  for (int i = 1; i < 100; ++i) {
    bytes += kMaxRequestSize;
    EXPECT_EQ(After(absl::Seconds(i), Counts(1, 0, 0, i), bytes), Abuse::kNone) << i;
  }
  for (int i = 1; i < 100; ++i) {
    bytes += kMaxRequestSize;
    EXPECT_EQ(After(absl::Seconds(i), Counts(1, i, 0, 99), bytes), Abuse::kNone) << i;
  }
}

}  // namespace
}  // namespace linkstat::rpc
