#ifndef LINKSTAT_CLIENT_CLI_INPUT_COUNTED_TEXT_H_
#define LINKSTAT_CLIENT_CLI_INPUT_COUNTED_TEXT_H_

#include <cstddef>
#include <iterator>

#include "absl/strings/string_view.h"

namespace linkstat::cli {

// An input iterator over text that keeps `place` at the last character read, so
// that a parser's events can be told with their line.
class CountedText {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  // Line and column, in bytes, from 1.
  struct Place {
    int line = 1;
    int column = 0;
    bool after_newline = false;
  };

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

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_COUNTED_TEXT_H_
