#include "tests/core/html_tree.h"

#include <gtest/gtest.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>

#include "absl/strings/str_cat.h"

namespace linkstat::test {
namespace {

const char* Chars(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

std::string TextOf(const xmlNode* node) {
  const std::unique_ptr<xmlChar, void (*)(void*)> text(xmlNodeGetContent(node), xmlFree);
  return text == nullptr ? "" : Chars(text.get());
}

std::string AttributesOf(const xmlNode& element) {
  std::string attributes;
  for (const xmlAttr* attribute = element.properties; attribute != nullptr;
       attribute = attribute->next) {
    absl::StrAppend(&attributes, " ", Chars(attribute->name), "=", TextOf(attribute->children));
  }
  return attributes;
}

void AppendSkeleton(const xmlNode* node, int depth, std::string& skeleton) {
  for (; node != nullptr; node = node->next) {
    const std::string indent(depth, ' ');
    if (node->type == XML_ELEMENT_NODE) {
      absl::StrAppend(&skeleton, indent, Chars(node->name), AttributesOf(*node), "\n");
      AppendSkeleton(node->children, depth + 1, skeleton);
    } else if (node->type != XML_TEXT_NODE && node->type != XML_DTD_NODE &&
               node->type != XML_CDATA_SECTION_NODE) {
      absl::StrAppend(&skeleton, indent, "node of type ", static_cast<int>(node->type), "\n");
    }
  }
}

}  // namespace

HtmlTree::HtmlTree(const std::string& html)
    : document_(htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8",
                               HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET),
                xmlFreeDoc) {
  if (document_ == nullptr) ADD_FAILURE() << "not parsed: " << html;
}

std::string HtmlTree::Skeleton() const {
  std::string skeleton;
  AppendSkeleton(document_->children, 0, skeleton);
  return skeleton;
}

std::vector<std::string> HtmlTree::TextsAt(const std::string& xpath) const {
  const std::unique_ptr<xmlXPathContext, void (*)(xmlXPathContext*)> context(
      xmlXPathNewContext(document_.get()), xmlXPathFreeContext);
  const std::unique_ptr<xmlXPathObject, void (*)(xmlXPathObject*)> found(
      xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(xpath.c_str()), context.get()),
      xmlXPathFreeObject);
  std::vector<std::string> texts;
  if (found == nullptr || found->nodesetval == nullptr) return texts;
  for (int i = 0; i < found->nodesetval->nodeNr; ++i) {
    texts.push_back(TextOf(found->nodesetval->nodeTab[i]));
  }
  return texts;
}

}  // namespace linkstat::test
