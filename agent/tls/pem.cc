#include "agent/tls/pem.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace linkstat::tls {
namespace {

constexpr absl::string_view kDashes = "-----";

// LABEL in a line of the form `-----WORD LABEL-----`.
std::optional<std::string> LabelOf(absl::string_view line, absl::string_view word) {
  if (!absl::ConsumePrefix(&line, absl::StrCat(kDashes, word, " ")) ||
      !absl::ConsumeSuffix(&line, kDashes)) {
    return std::nullopt;
  }
  return std::string(line);
}

}  // namespace

std::optional<std::vector<PemBlock>> SplitPem(absl::string_view text) {
  std::vector<PemBlock> blocks;
  bool inside = false;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripTrailingAsciiWhitespace(line);
    const bool mark = absl::StartsWith(line, "-");
    if (!inside && mark) {
      std::optional<std::string> label = LabelOf(line, "BEGIN");
      if (!label) return std::nullopt;
      blocks.push_back({*std::move(label), ""});
      inside = true;
    } else if (inside && mark) {
      if (LabelOf(line, "END") != blocks.back().label) return std::nullopt;
      absl::StrAppend(&blocks.back().text, line, "\n");
      inside = false;
      continue;
    }
    if (inside) absl::StrAppend(&blocks.back().text, line, "\n");
  }
  if (inside) return std::nullopt;
  return blocks;
}

}  // namespace linkstat::tls
