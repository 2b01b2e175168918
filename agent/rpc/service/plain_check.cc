#include "agent/rpc/service/plain_check.h"

#include "agent/core/bounds.h"
#include "agent/rpc/service/wire.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {
namespace {

using Request = v1::CheckPermissionsRequest;

constexpr char kObservedTag = TagOf(Request::kObservedFieldNumber);
constexpr char kRevisionTag = TagOf(Request::kExpectedRevisionFieldNumber);
constexpr char kNamesTag = TagOf(v1::ObservedPermissions::kNamesFieldNumber);

// Grants what `observed`, an ObservedPermissions, names, and counts the names.
// False when it is not plain.
bool Grant(absl::string_view observed, const core::Snapshot& snapshot, PlainCheck& check,
           int& names) {
  check.observed = true;
  while (!observed.empty()) {
    const absl::optional<absl::string_view> name = TakeField(kNamesTag, observed);
    if (!name.has_value() || ++names > core::kMaxObservedNames) return false;
    const absl::optional<int> entry = snapshot.permission_names().FindLabel(*name);
    if (!entry.has_value() || *entry >= snapshot.catalog().permissions_size()) return false;
    check.granted |= uint32_t{1} << *entry;
  }
  return true;
}

}  // namespace

absl::optional<PlainCheck> ReadPlainCheck(absl::string_view bytes, const core::Snapshot& snapshot) {
  if (snapshot.catalog().permissions_size() > kMaxPlainPermissions) return absl::nullopt;
  PlainCheck check;
  int names = 0;
  while (!bytes.empty()) {
    if (const auto view = TakeSmall(Request::kViewFieldNumber, bytes); view.has_value()) {
      if (!v1::View_IsValid(*view)) return absl::nullopt;
      check.full = *view == v1::VIEW_FULL;
    } else if (const auto observed = TakeField(kObservedTag, bytes); observed.has_value()) {
      if (!Grant(*observed, snapshot, check, names)) return absl::nullopt;
    } else if (const auto revision = TakeField(kRevisionTag, bytes); revision.has_value()) {
      if (*revision != snapshot.revision()) return absl::nullopt;
    } else {
      return absl::nullopt;
    }
  }
  return check;
}

}  // namespace linkstat::rpc
