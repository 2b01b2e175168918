#ifndef LINKSTAT_AGENT_ACCESS_ROLE_H_
#define LINKSTAT_AGENT_ACCESS_ROLE_H_

#include <array>
#include <cstdint>
#include <initializer_list>

#include "absl/strings/string_view.h"

namespace linkstat::access {

// What a method needs of its caller.
enum class Permission : uint8_t {
  // Read what is required, what a check decides, and what is stored of an account.
  kRead,
  // Create accounts and report what was observed of them.
  kReport,
  // Delete accounts.
  kDelete,
  // Inspect the server itself: reflection, channelz.
  kInspect,
};

// A set of permissions; at first empty.
class Permissions {
 public:
  constexpr Permissions() = default;
  constexpr Permissions(std::initializer_list<Permission> permissions) {
    for (const Permission permission : permissions) bits_ |= Bit(permission);
  }

  constexpr bool Has(Permission permission) const { return (bits_ & Bit(permission)) != 0; }
  constexpr void Add(Permissions other) { bits_ |= other.bits_; }

  friend constexpr bool operator==(Permissions, Permissions) = default;

 private:
  static constexpr unsigned Bit(Permission permission) {
    return 1U << static_cast<unsigned>(permission);
  }

  unsigned bits_ = 0;
};

// The sets of permissions that the settings grant by name.
enum class Role : uint8_t { kReader, kReporter, kAdmin };

struct RoleTraits {
  // As in the settings.
  absl::string_view name;
  Permissions permissions;
};

// In the order of Role.
inline constexpr std::array<RoleTraits, 3> kRoles = {{
    {"reader", {Permission::kRead}},
    {"reporter", {Permission::kRead, Permission::kReport}},
    {"admin", {Permission::kRead, Permission::kReport, Permission::kDelete, Permission::kInspect}},
}};

constexpr Permissions PermissionsOf(Role role) {
  return kRoles[static_cast<size_t>(role)].permissions;
}

}  // namespace linkstat::access

#endif  // LINKSTAT_AGENT_ACCESS_ROLE_H_
