#ifndef LINKSTAT_AGENT_CORE_ANSWER_PARTS_H_
#define LINKSTAT_AGENT_CORE_ANSWER_PARTS_H_

#include "absl/strings/string_view.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/linking_guide.pb.h"
#include "linkstat/v1/permission_check.pb.h"
#include "linkstat/v1/service_account.pb.h"

// Parts that several answers have. VIEW_UNSPECIFIED is VIEW_BASIC.
namespace linkstat::core {

// The permission with the number `permission` in the catalog, as a guide shows it.
v1::GuidePermission MakeGuidePermission(const Snapshot& snapshot, int permission, v1::View view);

// What to enter in a form field for the account with this identity. A value that
// `identity` does not have is NOT_PROVIDED, never blank. The one place that
// words GuideField.display.
v1::GuideField MakeGuideField(const v1::FormField& field, const v1::LinkIdentity& identity,
                              v1::View view);

// A name that matches nothing in `index`, with the nearest names of it.
v1::UnrecognizedName MakeUnrecognizedName(const NameIndex& index, absl::string_view input);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_ANSWER_PARTS_H_
