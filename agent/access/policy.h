#ifndef LINKSTAT_AGENT_ACCESS_POLICY_H_
#define LINKSTAT_AGENT_ACCESS_POLICY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/access/role.h"

namespace linkstat::access {

// The names in a verified certificate, unchanged.
struct CertificateNames {
  std::vector<std::string> uris;
  std::vector<std::string> dns;
  std::string common_name;
};

// The identities of a certificate's holder: its SPIFFE id (`spiffe://DOMAIN/PATH`)
// alone where it has one; otherwise its DNS names (`dns:NAME`); only without
// those its common name (`cn:NAME`). Empty when it has none of them, and when one of
// them is not printable ASCII or is longer than 2048 bytes: no policy can name such
// a holder, and no log may show one.
std::vector<std::string> IdentitiesOf(const CertificateNames& names);

// An identity that is given a role: as IdentitiesOf writes them, or a SPIFFE id
// that ends in `/*`, which stands for every id below that path.
struct Grant {
  Role role;
  std::string identity;
};

// What is wrong with an identity of a Grant, in words that complete
// "--reader ..."; absent when nothing is.
std::optional<std::string> IdentityFault(absl::string_view identity);

// What a caller may do. A caller that no grant names may do nothing. Immutable,
// thread-safe.
class Policy {
 public:
  // The grants must be without faults. A caller has the permissions of all that meet
  // one of its identities.
  explicit Policy(const std::vector<Grant>& grants);

  Permissions PermissionsOf(const std::vector<std::string>& identities) const;

 private:
  void AddPermissionsOf(absl::string_view identity, Permissions& permissions) const;

  absl::flat_hash_map<std::string, Permissions> exact_;
  // Without the `*`.
  absl::flat_hash_map<std::string, Permissions> below_;
};

}  // namespace linkstat::access

#endif  // LINKSTAT_AGENT_ACCESS_POLICY_H_
