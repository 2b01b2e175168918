#include "agent/service/intern_pool.h"

#include <gtest/gtest.h>

namespace linkstat::service {
namespace {

TEST(InternPool, EqualContentHasOneNumber) {
  InternPool pool;
  const InternPool::Id a = pool.Acquire("a");
  EXPECT_NE(pool.Acquire("b"), a);
  EXPECT_EQ(pool.Acquire("a"), a);
  EXPECT_EQ(pool.Get(a), "a");
  EXPECT_EQ(pool.limit(), 2);
}

TEST(InternPool, ContentStaysUntilItsLastUserIsGone) {
  InternPool pool;
  const InternPool::Id a = pool.Acquire("a");
  pool.Acquire("a");
  pool.Release(a);
  EXPECT_EQ(pool.Get(a), "a");
  pool.Release(a);
  EXPECT_EQ(pool.Get(a), "");
}

// Not even the content that a number without any has, too.
TEST(InternPool, ForgottenContentIsNotKnownByItsNumber) {
  InternPool pool;
  for (const char* content : {"a", ""}) {
    const InternPool::Id id = pool.Acquire(content);
    EXPECT_EQ(pool.AcquireKnown(content, id), id);
    pool.Release(id);
    pool.Release(id);
    EXPECT_EQ(pool.AcquireKnown(content, id), std::nullopt) << content;
  }
}

TEST(InternPool, NumberOfForgottenContentIsUsedAgainUnderAnotherVersion) {
  InternPool pool;
  const InternPool::Id a = pool.Acquire("a");
  const uint32_t version = pool.version(a);
  EXPECT_NE(version, 0);
  pool.Release(a);
  EXPECT_EQ(pool.Acquire("b"), a);
  EXPECT_NE(pool.version(a), version);
  EXPECT_EQ(pool.limit(), 1);
}

}  // namespace
}  // namespace linkstat::service
