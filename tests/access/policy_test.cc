#include "agent/access/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkstat::access {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(IdentitiesOf, ASpiffeIdStandsAlone) {
  EXPECT_THAT(IdentitiesOf({{"https://a", "spiffe://corp/sync"}, {"sync.corp"}, "sync"}),
              ElementsAre("spiffe://corp/sync"));
}

TEST(IdentitiesOf, DnsNamesGoBeforeTheCommonName) {
  EXPECT_THAT(IdentitiesOf({{}, {"Sync.Corp", "b.corp"}, "sync"}),
              ElementsAre("dns:sync.corp", "dns:b.corp"));
}

TEST(IdentitiesOf, TheCommonNameComesLast) {
  EXPECT_THAT(IdentitiesOf({{"https://a"}, {}, "sync"}), ElementsAre("cn:sync"));
}

TEST(IdentitiesOf, ACertificateWithoutNamesIsNobody) { EXPECT_THAT(IdentitiesOf({}), IsEmpty()); }

TEST(IdentitiesOf, ACertificateWithANameThatNoPolicyCanHoldIsNobody) {
  const std::string nul("spiffe://corp/sync\0/admin", 25);
  const std::string long_name(2'049, 'a');
  for (const std::string& bad :
       {nul, std::string("spiffe://corp/a\n"), std::string("spiffe://corp/\xff"),
        std::string("spiffe://corp/\u202e"), "spiffe://" + long_name}) {
    EXPECT_THAT(IdentitiesOf({{bad}, {}, ""}), IsEmpty()) << bad;
    // Nor does it get another of its names instead.
    EXPECT_THAT(IdentitiesOf({{"spiffe://corp/sync", bad}, {"sync.corp"}, "sync"}), IsEmpty());
  }
  EXPECT_THAT(IdentitiesOf({{}, {"sync.corp", "a\tb"}, "sync"}), IsEmpty());
  EXPECT_THAT(IdentitiesOf({{}, {}, "sync\x1b[2J"}), IsEmpty());
}

TEST(IdentitiesOf, ANameThatIsNotUsedMayHoldAnything) {
  EXPECT_THAT(IdentitiesOf({{"spiffe://corp/sync"}, {"a\tb"}, "\xff"}),
              ElementsAre("spiffe://corp/sync"));
}

TEST(Policy, WhoIsNotNamedHasNoRole) {
  const Policy policy({{Role::kReader, "cn:a"}});
  EXPECT_EQ(policy.RoleOf({}), absl::nullopt);
  EXPECT_EQ(policy.RoleOf({"cn:b"}), absl::nullopt);
  EXPECT_EQ(policy.RoleOf({"dns:a"}), absl::nullopt);
  EXPECT_EQ(Policy({}).RoleOf({"cn:a"}), absl::nullopt);
}

TEST(Policy, TheRoleThatAllowsMostCounts) {
  const Policy policy(
      {{Role::kAdmin, "cn:a"}, {Role::kReader, "cn:a"}, {Role::kReporter, "dns:b"}});
  EXPECT_EQ(policy.RoleOf({"cn:a"}), Role::kAdmin);
  EXPECT_EQ(policy.RoleOf({"dns:c", "dns:b"}), Role::kReporter);
}

TEST(Policy, TheRoleThatAllowsMostCountsInEveryOrderOfGrants) {
  const Grant reader{Role::kReader, "cn:a"};
  const Grant reporter{Role::kReporter, "cn:a"};
  const Grant admin{Role::kAdmin, "cn:a"};
  for (const std::vector<Grant>& grants : {std::vector<Grant>{reader, reporter, admin},
                                           {admin, reporter, reader},
                                           {reporter, admin, reader}}) {
    EXPECT_EQ(Policy(grants).RoleOf({"cn:a"}), Role::kAdmin);
  }
}

TEST(Policy, TheRoleThatAllowsMostCountsInEveryOrderOfIdentities) {
  const Policy policy(
      {{Role::kReader, "dns:a"}, {Role::kReporter, "dns:b"}, {Role::kAdmin, "dns:c"}});
  EXPECT_EQ(policy.RoleOf({"dns:a", "dns:b"}), Role::kReporter);
  EXPECT_EQ(policy.RoleOf({"dns:b", "dns:a"}), Role::kReporter);
  EXPECT_EQ(policy.RoleOf({"dns:a", "dns:c", "dns:b"}), Role::kAdmin);
}

TEST(Policy, TheRoleThatAllowsMostCountsOfAnIdAndThePathsAboveIt) {
  const Policy wide_path({{Role::kAdmin, "spiffe://corp/*"},
                          {Role::kReporter, "spiffe://corp/sync/*"},
                          {Role::kReader, "spiffe://corp/sync/eu"}});
  EXPECT_EQ(wide_path.RoleOf({"spiffe://corp/sync/eu"}), Role::kAdmin);
  const Policy narrow_id({{Role::kReader, "spiffe://corp/*"},
                          {Role::kReporter, "spiffe://corp/sync/*"},
                          {Role::kAdmin, "spiffe://corp/sync/eu"}});
  EXPECT_EQ(narrow_id.RoleOf({"spiffe://corp/sync/eu"}), Role::kAdmin);
  EXPECT_EQ(narrow_id.RoleOf({"spiffe://corp/sync/us"}), Role::kReporter);
  EXPECT_EQ(narrow_id.RoleOf({"spiffe://corp/other"}), Role::kReader);
}

TEST(Policy, DnsNamesHaveNoLetterCase) {
  const Policy policy({{Role::kReader, "dns:Sync.Corp"}});
  EXPECT_EQ(policy.RoleOf({"dns:sync.corp"}), Role::kReader);
}

TEST(Policy, CommonNamesHave) {
  EXPECT_EQ(Policy({{Role::kReader, "cn:Sync"}}).RoleOf({"cn:sync"}), absl::nullopt);
}

TEST(Policy, APathStandsForWhatIsBelowIt) {
  const Policy policy({{Role::kReporter, "spiffe://corp/sync/*"}});
  EXPECT_EQ(policy.RoleOf({"spiffe://corp/sync/eu"}), Role::kReporter);
  EXPECT_EQ(policy.RoleOf({"spiffe://corp/sync/eu/1"}), Role::kReporter);
  for (const char* other :
       {"spiffe://corp/sync", "spiffe://corp/syncer/eu", "spiffe://corp.evil/sync/eu",
        "spiffe://corp/x/sync/eu", "cn:spiffe://corp/sync/eu"}) {
    EXPECT_EQ(policy.RoleOf({other}), absl::nullopt) << other;
  }
}

TEST(Policy, ADomainStandsForEveryIdInIt) {
  const Policy policy({{Role::kReader, "spiffe://corp/*"}});
  EXPECT_EQ(policy.RoleOf({"spiffe://corp/a"}), Role::kReader);
  EXPECT_EQ(policy.RoleOf({"spiffe://corp.evil/a"}), absl::nullopt);
}

TEST(IdentityFault, GoodIdentitiesHaveNone) {
  for (const char* good : {"spiffe://corp/sync", "spiffe://corp/ns/a/sa/b", "spiffe://corp/ns/*",
                           "spiffe://corp/*", "dns:sync.corp", "cn:Sync Worker"}) {
    EXPECT_EQ(IdentityFault(good), absl::nullopt) << good;
  }
}

TEST(IdentityFault, TellsWhatIsWrong) {
  EXPECT_EQ(IdentityFault("sync"), "must begin with spiffe://, dns: or cn:");
  EXPECT_EQ(IdentityFault(""), "must begin with spiffe://, dns: or cn:");
  EXPECT_EQ(IdentityFault("dns:"), "has an empty name");
  EXPECT_EQ(IdentityFault("spiffe://corp"), "must be spiffe://DOMAIN/PATH");
  EXPECT_EQ(IdentityFault("spiffe:///sync"), "must be spiffe://DOMAIN/PATH");
  EXPECT_EQ(IdentityFault("spiffe://*/sync"), "may have a * only as its last part");
  EXPECT_EQ(IdentityFault("spiffe://corp/a*"), "may have a * only as its last part");
  EXPECT_EQ(IdentityFault("cn:a\n"), "holds a character that is not printable ASCII");
  EXPECT_EQ(IdentityFault("cn:" + std::string(3'000, 'a')), "is longer than 2048 bytes");
}

}  // namespace
}  // namespace linkstat::access
