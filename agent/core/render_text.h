#ifndef LINKSTAT_AGENT_CORE_RENDER_TEXT_H_
#define LINKSTAT_AGENT_CORE_RENDER_TEXT_H_

#include <string>

#include "agent/core/render_model.h"

namespace linkstat::core {

// Plain text: UTF-8, lines of at most 80 columns. A literal is never broken, so that
// it can be copied; where one does not fit, its line is longer.
std::string WriteText(const GuideModel& guide);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_RENDER_TEXT_H_
