#ifndef LINKSTAT_AGENT_CORE_RENDER_H_
#define LINKSTAT_AGENT_CORE_RENDER_H_

#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::core {

// The guide as one document in the format `render`, which must not be
// RENDER_UNSPECIFIED. `details` is a VIEW_FULL answer; every value in it is
// escaped for the format, so that no value can become markup.
v1::Document RenderGuide(const v1::GetLinkingDetailsResponse& details, v1::Render render);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_RENDER_H_
