#include "agent/access/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkstat::access {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(IdentitiesOf, ASpiffeIdExcludesOtherNames) {
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

TEST(IdentitiesOf, ACertificateWithoutNamesHasNoIdentity) {
  EXPECT_THAT(IdentitiesOf({}), IsEmpty());
}

TEST(IdentitiesOf, ACertificateWithANameThatNoPolicyCanHoldHasNoIdentity) {
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

constexpr Permissions kNone;
constexpr Permissions kReader = PermissionsOf(Role::kReader);
constexpr Permissions kReporter = PermissionsOf(Role::kReporter);
constexpr Permissions kAdmin = PermissionsOf(Role::kAdmin);

TEST(Roles, AreNamedSetsOfPermissions) {
  EXPECT_EQ(kReader, Permissions({Permission::kRead}));
  EXPECT_EQ(kReporter, Permissions({Permission::kRead, Permission::kReport}));
  EXPECT_EQ(kAdmin, Permissions({Permission::kRead, Permission::kReport, Permission::kDelete,
                                 Permission::kInspect}));
  EXPECT_EQ(kRoles[static_cast<size_t>(Role::kReader)].name, "reader");
  EXPECT_EQ(kRoles[static_cast<size_t>(Role::kReporter)].name, "reporter");
  EXPECT_EQ(kRoles[static_cast<size_t>(Role::kAdmin)].name, "admin");
}

TEST(Permissions, AreOnlyThoseThatWereAdded) {
  Permissions permissions;
  permissions.Add({Permission::kRead, Permission::kDelete});
  permissions.Add({Permission::kDelete});
  EXPECT_TRUE(permissions.Has(Permission::kRead));
  EXPECT_FALSE(permissions.Has(Permission::kReport));
  EXPECT_TRUE(permissions.Has(Permission::kDelete));
  EXPECT_FALSE(permissions.Has(Permission::kInspect));
}

TEST(Policy, ACallerThatIsNotNamedMayDoNothing) {
  const Policy policy({{Role::kReader, "cn:a"}});
  EXPECT_EQ(policy.PermissionsOf({}), kNone);
  EXPECT_EQ(policy.PermissionsOf({"cn:b"}), kNone);
  EXPECT_EQ(policy.PermissionsOf({"dns:a"}), kNone);
  EXPECT_EQ(Policy({}).PermissionsOf({"cn:a"}), kNone);
}

TEST(Policy, ACallerHasThePermissionsOfEveryGrantInEveryOrder) {
  const Grant reader{Role::kReader, "cn:a"};
  const Grant reporter{Role::kReporter, "cn:a"};
  const Grant admin{Role::kAdmin, "cn:a"};
  for (const std::vector<Grant>& grants : {std::vector<Grant>{reader, reporter, admin},
                                           {admin, reporter, reader},
                                           {reporter, admin, reader}}) {
    EXPECT_EQ(Policy(grants).PermissionsOf({"cn:a"}), kAdmin);
  }
}

TEST(Policy, ACallerHasThePermissionsOfEachOfItsIdentitiesInEveryOrder) {
  const Policy policy(
      {{Role::kReader, "dns:a"}, {Role::kReporter, "dns:b"}, {Role::kAdmin, "dns:c"}});
  EXPECT_EQ(policy.PermissionsOf({"dns:d", "dns:b"}), kReporter);
  EXPECT_EQ(policy.PermissionsOf({"dns:a", "dns:b"}), kReporter);
  EXPECT_EQ(policy.PermissionsOf({"dns:b", "dns:a"}), kReporter);
  EXPECT_EQ(policy.PermissionsOf({"dns:a", "dns:c", "dns:b"}), kAdmin);
}

TEST(Policy, ACallerHasThePermissionsOfItsIdAndOfThePathsAboveIt) {
  const Policy wide_path({{Role::kAdmin, "spiffe://corp/*"},
                          {Role::kReporter, "spiffe://corp/sync/*"},
                          {Role::kReader, "spiffe://corp/sync/eu"}});
  EXPECT_EQ(wide_path.PermissionsOf({"spiffe://corp/sync/eu"}), kAdmin);
  const Policy narrow_id({{Role::kReader, "spiffe://corp/*"},
                          {Role::kReporter, "spiffe://corp/sync/*"},
                          {Role::kAdmin, "spiffe://corp/sync/eu"}});
  EXPECT_EQ(narrow_id.PermissionsOf({"spiffe://corp/sync/eu"}), kAdmin);
  EXPECT_EQ(narrow_id.PermissionsOf({"spiffe://corp/sync/us"}), kReporter);
  EXPECT_EQ(narrow_id.PermissionsOf({"spiffe://corp/other"}), kReader);
}

TEST(Policy, DnsNamesHaveNoLetterCase) {
  const Policy policy({{Role::kReader, "dns:Sync.Corp"}});
  EXPECT_EQ(policy.PermissionsOf({"dns:sync.corp"}), kReader);
}

TEST(Policy, CommonNamesHave) {
  EXPECT_EQ(Policy({{Role::kReader, "cn:Sync"}}).PermissionsOf({"cn:sync"}), kNone);
}

TEST(Policy, APathCoversWhatIsBelowIt) {
  const Policy policy({{Role::kReporter, "spiffe://corp/sync/*"}});
  EXPECT_EQ(policy.PermissionsOf({"spiffe://corp/sync/eu"}), kReporter);
  EXPECT_EQ(policy.PermissionsOf({"spiffe://corp/sync/eu/1"}), kReporter);
  for (const char* other :
       {"spiffe://corp/sync", "spiffe://corp/syncer/eu", "spiffe://corp.evil/sync/eu",
        "spiffe://corp/x/sync/eu", "cn:spiffe://corp/sync/eu"}) {
    EXPECT_EQ(policy.PermissionsOf({other}), kNone) << other;
  }
}

TEST(Policy, ADomainCoversEveryIdInIt) {
  const Policy policy({{Role::kReader, "spiffe://corp/*"}});
  EXPECT_EQ(policy.PermissionsOf({"spiffe://corp/a"}), kReader);
  EXPECT_EQ(policy.PermissionsOf({"spiffe://corp.evil/a"}), kNone);
}

TEST(IdentityFault, GoodIdentitiesHaveNone) {
  for (const char* good : {"spiffe://corp/sync", "spiffe://corp/ns/a/sa/b", "spiffe://corp/ns/*",
                           "spiffe://corp/*", "dns:sync.corp", "cn:Sync Worker"}) {
    EXPECT_EQ(IdentityFault(good), std::nullopt) << good;
  }
}

TEST(IdentityFault, ReportsWhatIsWrong) {
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
