#include "agent/net/descriptor_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace linkstat::net {
namespace {

class DescriptorLimit : public testing::Test {
 protected:
  DescriptorLimit() { ::getrlimit(RLIMIT_NOFILE, &before_); }
  ~DescriptorLimit() override { ::setrlimit(RLIMIT_NOFILE, &before_); }

  static void SetSoft(rlim_t soft) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = soft;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  }

  static rlim_t Soft() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
  }

  rlimit before_{};
};

TEST_F(DescriptorLimit, IsRaisedAsFarAsNeeded) {
  ASSERT_GE(before_.rlim_max, 500u);
  SetSoft(64);
  EXPECT_EQ(ConnectionsWithinLimit(300), 300u);
  EXPECT_GT(Soft(), 300u);
  EXPECT_LT(Soft(), 400u);
}

TEST_F(DescriptorLimit, IsNotLoweredWhenItIsAmple) {
  SetSoft(500);
  EXPECT_EQ(ConnectionsWithinLimit(10), 10u);
  EXPECT_EQ(Soft(), 500u);
}

TEST_F(DescriptorLimit, BoundsTheConnectionsWhereItCannotBeRaised) {
  const size_t many = ConnectionsWithinLimit(size_t{1} << 40);
  EXPECT_EQ(Soft(), before_.rlim_max);
  EXPECT_LT(many, before_.rlim_max);
}

}  // namespace
}  // namespace linkstat::net
