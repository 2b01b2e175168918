#include "agent/service/account_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> FaultsOf(const AccountSettings& settings) {
  FieldFaults faults;
  CheckAccountSettings(settings, faults);
  return test::ViolationsOf(faults.ToStatus());
}

TEST(CheckAccountSettings, TakesNothingAtAll) { EXPECT_THAT(FaultsOf({}), IsEmpty()); }

TEST(CheckAccountSettings, TakesAHostAPrefixAndAName) {
  EXPECT_THAT(FaultsOf({"links.example.com", "justworks.link-1", "Integration"}), IsEmpty());
}

TEST(CheckAccountSettings, TakesTheLongestDomainAndPrefix) {
  const std::string label(63, 'a');
  const std::string longest = absl::StrCat(label, ".", label, ".", std::string(62, 'a'));
  ASSERT_EQ(longest.size(), 190);
  EXPECT_THAT(FaultsOf({longest, std::string(30, 'a'), ""}), IsEmpty());
  EXPECT_THAT(FaultsOf({longest + "a", std::string(30, 'a'), ""}),
              ElementsAre(StartsWith("email_domain")));
}

TEST(CheckAccountSettings, RefusesWhatIsNoHostName) {
  for (const char* domain : {".", "a..b", "Example.com", "-a.com", "a b", "a@b"}) {
    EXPECT_THAT(FaultsOf({domain, "link", ""}),
                ElementsAre(StartsWith("email_domain must be a host name")))
        << domain;
  }
  EXPECT_THAT(FaultsOf({std::string(64, 'a') + ".com", "link", ""}),
              ElementsAre(StartsWith("email_domain")));
}

TEST(CheckAccountSettings, RefusesAPrefixThatIsNone) {
  for (const char* prefix : {"", "-a", "a.", "a..b", "A", "a@b"}) {
    EXPECT_THAT(FaultsOf({"example.com", prefix, ""}),
                ElementsAre(StartsWith("email_prefix must be 1 to 30")))
        << prefix;
  }
  EXPECT_THAT(FaultsOf({"example.com", std::string(31, 'a'), ""}),
              ElementsAre(StartsWith("email_prefix must be 1 to 30")));
}

TEST(CheckAccountSettings, RefusesAPrefixWithoutADomain) {
  EXPECT_THAT(FaultsOf({"", "link", ""}), ElementsAre("email_prefix requires the domain"));
}

TEST(CheckAccountSettings, RefusesABlankFirstName) {
  EXPECT_THAT(FaultsOf({"", "", " "}), ElementsAre(StartsWith("first_name")));
}

}  // namespace
}  // namespace linkstat::service
