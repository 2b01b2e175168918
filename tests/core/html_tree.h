#ifndef LINKSTAT_TESTS_CORE_HTML_TREE_H_
#define LINKSTAT_TESTS_CORE_HTML_TREE_H_

#include <libxml/tree.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace linkstat::test {

// An HTML document as a parser that is not ours reads it.
class HtmlTree {
 public:
  explicit HtmlTree(const std::string& html);

  // Every element with its attributes and comments, indented by depth, without
  // any text: what is markup in the document.
  std::string Skeleton() const;

  // The text within each element that `xpath` finds, in document order.
  std::vector<std::string> TextsAt(const std::string& xpath) const;

 private:
  std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CORE_HTML_TREE_H_
