#include "tests/core/markdown_tree.h"

#include <functional>

#include "absl/strings/str_cat.h"

namespace linkstat::test {
namespace {

using Visitor = std::function<void(cmark_node* node, int depth)>;

void Walk(cmark_node* node, int depth, const Visitor& visit) {
  visit(node, depth);
  for (cmark_node* child = cmark_node_first_child(node); child != nullptr;
       child = cmark_node_next(child)) {
    Walk(child, depth + 1, visit);
  }
}

// The words within a block; a node of raw HTML, which no block of ours may
// hold, counts with its source.
std::string WordsOf(cmark_node* block) {
  std::string words;
  Walk(block, 0, [&](cmark_node* node, int) {
    if (const char* literal = cmark_node_get_literal(node)) words += literal;
  });
  return words;
}

}  // namespace

MarkdownTree::MarkdownTree(const std::string& markdown)
    : document_(cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_DEFAULT),
                cmark_node_free) {}

std::string MarkdownTree::Skeleton() const {
  std::string skeleton;
  Walk(document_.get(), 0, [&](cmark_node* node, int depth) {
    if (cmark_node_get_type(node) == CMARK_NODE_TEXT) return;
    absl::StrAppend(&skeleton, std::string(depth, ' '), cmark_node_get_type_string(node), "\n");
  });
  return skeleton;
}

std::vector<std::string> MarkdownTree::CodeSpans() const {
  std::vector<std::string> spans;
  Walk(document_.get(), 0, [&](cmark_node* node, int) {
    if (cmark_node_get_type(node) == CMARK_NODE_CODE) spans.push_back(cmark_node_get_literal(node));
  });
  return spans;
}

std::vector<std::string> MarkdownTree::Blocks() const {
  std::vector<std::string> blocks;
  Walk(document_.get(), 0, [&](cmark_node* node, int) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING || type == CMARK_NODE_PARAGRAPH) blocks.push_back(WordsOf(node));
  });
  return blocks;
}

}  // namespace linkstat::test
