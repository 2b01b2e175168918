#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>
#include <vector>

#include "agent/telemetry/call_metrics.h"

namespace linkstat::telemetry {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

// How many observations are at most `bound` seconds.
uint64_t AtMost(const prometheus::ClientMetric::Histogram& histogram, double bound) {
  for (const auto& bucket : histogram.bucket) {
    if (std::abs(bucket.upper_bound - bound) < 1e-9) return bucket.cumulative_count;
  }
  ADD_FAILURE() << "no bucket of " << bound;
  return 0;
}

TEST(LatencyHistogram, ABoundBelongsToItsBucket) {
  LatencyHistogram histogram;
  histogram.Observe(microseconds(25));
  histogram.Observe(microseconds(25) + std::chrono::nanoseconds(1));
  EXPECT_EQ(AtMost(histogram.Read(), 25e-6), 1);
  EXPECT_EQ(AtMost(histogram.Read(), 50e-6), 2);
}

TEST(LatencyHistogram, EndsInABucketForTheRest) {
  LatencyHistogram histogram;
  histogram.Observe(seconds(11));
  EXPECT_EQ(AtMost(histogram.Read(), 10), 0);
  EXPECT_TRUE(std::isinf(histogram.Read().bucket.back().upper_bound));
  EXPECT_EQ(histogram.Read().bucket.back().cumulative_count, 1);
}

TEST(LatencyHistogram, AddsUpInSeconds) {
  LatencyHistogram histogram;
  histogram.Observe(seconds(2));
  histogram.Observe(std::chrono::milliseconds(500));
  EXPECT_EQ(histogram.Read().sample_count, 2);
  EXPECT_DOUBLE_EQ(histogram.Read().sample_sum, 2.5);
}

TEST(LatencyHistogram, LosesNothingOfManyThreads) {
  LatencyHistogram histogram;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10'000; ++j) histogram.Observe(microseconds(j % 100));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(histogram.Read().sample_count, 80'000);
  EXPECT_EQ(AtMost(histogram.Read(), 25e-6), 8 * 100 * 26);
}

}  // namespace
}  // namespace linkstat::telemetry
