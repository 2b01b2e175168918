#include "agent/service/account_index.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "agent/service/errors.h"
#include "tests/service/room.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

class AccountIndexTest : public testing::Test {
 protected:
  catalog::Registry registry_{test::NumberedSnapshot(test::TestCatalog(), 1)};
};

TEST_F(AccountIndexTest, TakesNothingInWithoutATable) {
  AccountIndex index(&registry_);
  store::v1::StoredAccount account;
  account.mutable_identity()->set_first_name("Ana");
  account.mutable_identity()->set_work_email("ana@example.com");
  EXPECT_EQ(index.Put({"acme", account.SerializeAsString(), "key", 1}), absl::OkStatus());
  index.Remove("acme", 2);
  index.Settle(2);
  EXPECT_EQ(index.CheckComplete(), AccountsLoading());
}

TEST_F(AccountIndexTest, IsNotCompleteWithinThePatience) {
  const AccountIndex index(&registry_);
  EXPECT_FALSE(index.WaitUntilComplete(absl::ZeroDuration()));
  EXPECT_FALSE(index.WaitUntilComplete(absl::Milliseconds(1)));
}

TEST_F(AccountIndexTest, DoesNotWaitOnceItIsComplete) {
  AccountIndex index(&registry_);
  index.SetComplete();
  EXPECT_TRUE(index.CheckComplete().ok());
  EXPECT_TRUE(index.WaitUntilComplete(absl::ZeroDuration()));
}

TEST_F(AccountIndexTest, WakesWhoWaitsUntilItIsComplete) {
  // More than once: the wait may begin late.
  for (int round = 0; round < 50; ++round) {
    AccountIndex index(&registry_);
    absl::Notification begins;
    bool complete = false;
    std::thread waiter([&] {
      begins.Notify();
      complete = index.WaitUntilComplete(absl::InfiniteDuration());
    });
    begins.WaitForNotification();
    index.SetComplete();
    waiter.join();
    EXPECT_TRUE(complete);
  }
}

}  // namespace
}  // namespace linkstat::service
