#include "client/cli/output/bar.h"

#include <algorithm>

namespace linkstat::cli {
namespace {

// From nothing to the whole block, by eighths.
constexpr const char* kBlocks[] = {"",
                                   "\xE2\x96\x8F",
                                   "\xE2\x96\x8E",
                                   "\xE2\x96\x8D",
                                   "\xE2\x96\x8C",
                                   "\xE2\x96\x8B",
                                   "\xE2\x96\x8A",
                                   "\xE2\x96\x89",
                                   "\xE2\x96\x88"};

}  // namespace

std::string Bar(int64_t value, int64_t whole, int width) {
  if (value <= 0) return "";
  const double share = static_cast<double>(value) / static_cast<double>(whole);
  const int eighths = std::max(1, static_cast<int>(share * width * 8));
  std::string bar;
  for (int i = 0; i < eighths / 8; ++i) bar += kBlocks[8];
  return bar + kBlocks[eighths % 8];
}

}  // namespace linkstat::cli
