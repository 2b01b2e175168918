#ifndef LINKSTAT_TESTS_CORE_MARKDOWN_TREE_H_
#define LINKSTAT_TESTS_CORE_MARKDOWN_TREE_H_

#include <cmark.h>

#include <memory>
#include <string>
#include <vector>

namespace linkstat::test {

// A CommonMark document as a parser that is not ours reads it.
class MarkdownTree {
 public:
  explicit MarkdownTree(const std::string& markdown);

  // Every node except plain text, indented by depth: what is markup in the
  // document.
  std::string Skeleton() const;

  // The content of every code span, in document order.
  std::vector<std::string> CodeSpans() const;

  // The words of every heading and paragraph, in document order, code spans
  // included.
  std::vector<std::string> Blocks() const;

 private:
  std::unique_ptr<cmark_node, void (*)(cmark_node*)> document_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CORE_MARKDOWN_TREE_H_
