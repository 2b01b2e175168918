#ifndef LINKSTAT_AGENT_CORE_GUIDE_PERMISSION_H_
#define LINKSTAT_AGENT_CORE_GUIDE_PERMISSION_H_

#include "agent/core/snapshot.h"
#include "linkstat/v1/linking_guide.pb.h"
#include "linkstat/v1/permission_check.pb.h"

namespace linkstat::core {

// The permission with the number `permission` in the catalog, as a guide shows
// it. VIEW_UNSPECIFIED is VIEW_BASIC.
v1::GuidePermission MakeGuidePermission(const Snapshot& snapshot, int permission, v1::View view);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_GUIDE_PERMISSION_H_
