#include "client/cli/input/json_tree.h"

#include <cstddef>
#include <iterator>
#include <utility>

#include "nlohmann/json.hpp"

namespace linkstat::cli {
namespace {

using Kind = JsonValue::Kind;

// The depth of a report is 5, and the recursion of a tree's destructor must be bounded.
constexpr size_t kMaxDepth = 8;

// The last character read.
struct Place {
  int line = 1;
  int column = 0;
  bool after_newline = false;
};

// An input iterator over the text that keeps a place up to date.
class CountedText {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountedText(const char* at, Place* place) : at_(at), place_(place) {}

  reference operator*() const { return *at_; }

  CountedText& operator++() {
    if (place_->after_newline) {
      ++place_->line;
      place_->column = 0;
    }
    ++place_->column;
    place_->after_newline = *at_ == '\n';
    ++at_;
    return *this;
  }

  bool operator==(const CountedText& other) const { return at_ == other.at_; }
  bool operator!=(const CountedText& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Place* place_;
};

// Puts the parser's events into the tree.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(const Place* place, JsonTree* tree) : place_(*place), tree_(*tree) {}

  bool null() override { return Add({Kind::kNull}); }
  bool boolean(bool value) override { return Add({Kind::kBoolean, value}); }
  bool number_integer(number_integer_t) override { return Add({Kind::kNumber}); }
  bool number_unsigned(number_unsigned_t) override { return Add({Kind::kNumber}); }
  bool number_float(number_float_t, const string_t&) override { return Add({Kind::kNumber}); }
  // Not of JSON.
  bool binary(binary_t&) override { return false; }
  bool string(string_t& value) override {
    return Add({Kind::kString, false, 0, std::move(value), {}});
  }
  bool key(string_t& key) override { return string(key); }
  bool start_object(size_t) override { return Begin(Kind::kObject); }
  bool start_array(size_t) override { return Begin(Kind::kArray); }
  bool end_object() override { return End(); }
  bool end_array() override { return End(); }
  bool parse_error(size_t offset, const std::string&, const nlohmann::detail::exception&) override {
    tree_.valid = false;
    tree_.error_offset = offset;
    tree_.error_line = place_.line;
    tree_.error_column = place_.column;
    return false;
  }

 private:
  bool Add(JsonValue value) {
    value.line = place_.line;
    if (depth_ == 0) {
      tree_.root = std::move(value);
    } else if (depth_ == open_.size()) {
      open_.back()->parts.push_back(std::move(value));
    }
    return true;
  }

  bool Begin(Kind kind) {
    Add({kind});
    if (depth_ == open_.size() && depth_ < kMaxDepth) {
      open_.push_back(depth_ == 0 ? &*tree_.root : &open_.back()->parts.back());
    }
    ++depth_;
    return true;
  }

  bool End() {
    if (depth_ == open_.size()) open_.pop_back();
    --depth_;
    return true;
  }

  const Place& place_;
  JsonTree& tree_;
  // The arrays and objects around the next value that are in the tree, and the number of all.
  std::vector<JsonValue*> open_;
  size_t depth_ = 0;
};

}  // namespace

const char* KindText(Kind kind) {
  constexpr const char* kTexts[] = {"null",     "a boolean", "a number",
                                    "a string", "an array",  "an object"};
  return kTexts[static_cast<size_t>(kind)];
}

JsonTree ReadJson(absl::string_view json) {
  JsonTree tree;
  tree.valid = true;
  Place place;
  TreeBuilder builder(&place, &tree);
  nlohmann::json::sax_parse(CountedText(json.data(), &place),
                            CountedText(json.data() + json.size(), &place), &builder);
  return tree;
}

}  // namespace linkstat::cli
