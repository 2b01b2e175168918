#include "agent/service/identifiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "agent/core/request_checks.h"
#include "agent/core/text.h"
#include "tests/support/fake_random.h"

namespace linkstat::service {
namespace {

using testing::MatchesRegex;

AccountSettings Settings() { return {.email_domain = "links.example.com", .email_prefix = "link"}; }

TEST(IssueWorkEmail, EncodesAllBitsInLowerCase) {
  test::FakeRandom random;
  random.Push('\xff');
  EXPECT_EQ(*IssueWorkEmail(Settings(), random),
            "link-77777777777777777777777774@links.example.com");
}

TEST(IssueWorkEmail, OfSystemRandomnessIsAnAddressAndNeverTheSame) {
  std::set<std::string> emails;
  for (int i = 0; i < 1000; ++i) {
    const auto email = IssueWorkEmail(Settings(), Random::System());
    ASSERT_TRUE(email.ok());
    EXPECT_FALSE(core::EmailFault(*email).has_value());
    EXPECT_THAT(*email, MatchesRegex("link-[a-z2-7]{26}@links\\.example\\.com"));
    emails.insert(*email);
  }
  EXPECT_EQ(emails.size(), 1000);
}

TEST(IssueAccountId, IsAnId) {
  FieldFaults faults;
  core::CheckAccountId(*IssueAccountId(Random::System()), "id", faults);
  EXPECT_TRUE(faults.empty());
}

TEST(AccountIdFor, IsAnIdThatNeverChanges) {
  EXPECT_EQ(AccountIdFor("order 66"), AccountIdFor("order 66"));
  EXPECT_NE(AccountIdFor("order 66"), AccountIdFor("order 67"));
  // Written down, because accounts of earlier releases are found by it.
  EXPECT_EQ(AccountIdFor("order 66"), "account-yzbe44ujsluqnbymfzhoqsk5qu");
}

class NoRandom final : public Random {
 public:
  absl::StatusOr<std::string> Bytes(size_t /*size*/) override {
    return absl::InternalError("no randomness");
  }
};

TEST(IssueWorkEmail, FailsWithoutRandomness) {
  NoRandom random;
  EXPECT_EQ(IssueWorkEmail(Settings(), random).status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace linkstat::service
