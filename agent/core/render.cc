#include "agent/core/render.h"

#include <string>

#include "agent/core/render_model.h"

namespace linkstat::core {
namespace {

v1::Document MakeDocument(const char* media_type, std::string content) {
  v1::Document document;
  document.set_media_type(media_type);
  document.set_content(std::move(content));
  return document;
}

}  // namespace

v1::Document RenderGuide(const v1::GetLinkingDetailsResponse& details, v1::Render render) {
  const GuideModel guide = BuildGuide(details);
  switch (render) {
    case v1::RENDER_HTML:
      return MakeDocument("text/html; charset=utf-8", WriteHtml(guide));
    case v1::RENDER_MARKDOWN:
      return MakeDocument("text/markdown; charset=utf-8", WriteMarkdown(guide));
    default:
      return MakeDocument("text/plain; charset=utf-8", WriteText(guide));
  }
}

}  // namespace linkstat::core
