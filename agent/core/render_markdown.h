#ifndef LINKSTAT_AGENT_CORE_RENDER_MARKDOWN_H_
#define LINKSTAT_AGENT_CORE_RENDER_MARKDOWN_H_

#include <string>

#include "agent/core/render_model.h"

namespace linkstat::core {

// CommonMark. Everything but literals is backslash-escaped, literals are code spans;
// each block is one physical line, so that only its beginning can start a block.
std::string WriteMarkdown(const GuideModel& guide);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_RENDER_MARKDOWN_H_
