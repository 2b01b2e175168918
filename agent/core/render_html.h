#ifndef LINKSTAT_AGENT_CORE_RENDER_HTML_H_
#define LINKSTAT_AGENT_CORE_RENDER_HTML_H_

#include <string>

#include "agent/core/render_model.h"

namespace linkstat::core {

// A whole HTML document with the guide as its one `article`. No script, nothing
// loaded; its style is for the article only and follows a dark or light scheme.
std::string WriteHtml(const GuideModel& guide);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_RENDER_HTML_H_
