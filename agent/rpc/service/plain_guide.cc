#include "agent/rpc/service/plain_guide.h"

#include "agent/core/bounds.h"
#include "agent/core/text.h"
#include "agent/rpc/service/wire.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {
namespace {

using Request = v1::GetLinkingDetailsRequest;
using Identity = v1::LinkIdentity;

// A value that is given twice is for protobuf to read: it judges both.
bool Set(absl::string_view value, absl::optional<absl::string_view>& to) {
  if (to.has_value()) return false;
  to = value;
  return true;
}

// False when the identity is not plain.
bool ReadValues(absl::string_view identity, GuideValues& values) {
  while (!identity.empty()) {
    if (const auto name = TakeField(TagOf(Identity::kFirstNameFieldNumber), identity)) {
      if (!Set(*name, values.first_name)) return false;
    } else if (const auto email = TakeField(TagOf(Identity::kWorkEmailFieldNumber), identity)) {
      if (!Set(*email, values.work_email)) return false;
    } else {
      return false;
    }
  }
  return true;
}

bool AreWithinBounds(const GuideValues& values) {
  return (!values.first_name || !core::LineFault(*values.first_name, core::kMaxFirstNameSize)) &&
         (!values.work_email || !core::EmailFault(*values.work_email));
}

// False when the field that `bytes` begin with is not plain.
bool ReadField(absl::string_view& bytes, const core::Snapshot& snapshot, PlainGuide& guide) {
  if (const auto identity = TakeField(TagOf(Request::kIdentityFieldNumber), bytes)) {
    return ReadValues(*identity, guide.values);
  }
  if (const auto view = TakeSmall(Request::kViewFieldNumber, bytes)) {
    guide.full = *view == v1::VIEW_FULL;
    return v1::View_IsValid(*view);
  }
  if (const auto transitioning = TakeSmall(Request::kTransitioningFieldNumber, bytes)) {
    guide.transitioning = *transitioning != 0;
    return true;
  }
  const auto revision = TakeField(TagOf(Request::kExpectedRevisionFieldNumber), bytes);
  return revision.has_value() && *revision == snapshot.revision();
}

}  // namespace

absl::optional<PlainGuide> ReadPlainGuide(absl::string_view bytes, const core::Snapshot& snapshot) {
  PlainGuide guide;
  while (!bytes.empty()) {
    if (!ReadField(bytes, snapshot, guide)) return absl::nullopt;
  }
  if (!AreWithinBounds(guide.values)) return absl::nullopt;
  return guide;
}

}  // namespace linkstat::rpc
