#ifndef LINKSTAT_AGENT_CORE_RENDER_BUILD_H_
#define LINKSTAT_AGENT_CORE_RENDER_BUILD_H_

#include "agent/core/render_model.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::core {

// The one place that words the guide. `details` is a VIEW_FULL answer.
GuideModel BuildGuide(const v1::GetLinkingDetailsResponse& details);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_RENDER_BUILD_H_
