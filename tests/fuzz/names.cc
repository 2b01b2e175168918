// Names: how they are normalized, found and compared. An input's first line is a
// name that is looked for; the further lines are the labels of an index.

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "agent/catalog/load.h"
#include "agent/core/name_index.h"
#include "agent/core/normalize_name.h"
#include "agent/core/text.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

constexpr size_t kMaxLabels = 32;
constexpr int kLimit = 3;

bool IsName(absl::string_view text) {
  return core::IsUtf8(text) && !core::HasControlCharacter(text);
}

void RequireForm(absl::string_view name) {
  const std::string form = core::NormalizeName(name);
  Require(core::NormalizeName(form) == form, "a form is its own form");
  Require(core::NormalizedName(name).form() == form, "both ways give one form");
  Require(core::IsUtf8(form), "a form is UTF-8");
  Require(form == absl::StripAsciiWhitespace(form), "a form has no space at its ends");
  Require(form.find("  ") == std::string::npos, "a form has no run of spaces");
  Require(core::NormalizeName(absl::AsciiStrToUpper(name)) == form, "letter case is folded");
  Require(core::NormalizeName(absl::StrCat("  ", name, " ")) == form, "outer space is dropped");
}

void RequireMatches(const core::NameIndex& index, absl::string_view name) {
  const auto hit = index.Find(name);
  const std::string form = core::NormalizeName(name);
  const auto hit_of_form = index.Find(form);
  if (hit.has_value() && hit->kind != v1::MATCH_KIND_EXACT) {
    Require(hit_of_form.has_value(), "what a name finds, its form finds");
  }
  const std::vector<int> nearest = index.Nearest(name, kLimit);
  Require(nearest.size() <= kLimit, "no more names are near than asked for");
  Require(std::set<int>(nearest.begin(), nearest.end()).size() == nearest.size(),
          "no entry is near twice");
  const auto entries = static_cast<int>(index.entries().size());
  Require(std::all_of(nearest.begin(), nearest.end(),
                      [=](int entry) { return entry >= 0 && entry < entries; }),
          "what is near is an entry");
  Require(!hit.has_value() || form.empty() || !nearest.empty(), "what is found is near");
  Require(index.Nearest(form, kLimit) == nearest, "a name is near to what its form is near to");
}

void RequireLabelsFound(const core::NameIndex& index) {
  const auto& entries = index.entries();
  for (const core::NamedEntry& entry : entries) {
    const auto first = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& other) { return other.label == entry.label; });
    const auto hit = index.Find(entry.label);
    Require(hit.has_value() && hit->kind == v1::MATCH_KIND_EXACT, "a label is found to the letter");
    Require(hit->entry == first - entries.begin(), "the first of equal labels is found");
  }
}

void Run(absl::string_view input) {
  const std::vector<absl::string_view> lines =
      absl::StrSplit(input, absl::MaxSplits('\n', kMaxLabels));
  const core::NameIndex& permissions = catalog::EmbeddedCatalog()->permission_names();
  permissions.FindLabel(lines[0]);
  if (!IsName(lines[0])) return;
  RequireForm(lines[0]);
  RequireMatches(permissions, lines[0]);
  std::vector<core::NamedEntry> entries;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (IsName(lines[i])) entries.push_back({"", std::string(lines[i]), {}});
  }
  const core::NameIndex index(std::move(entries));
  RequireMatches(index, lines[0]);
  RequireLabelsFound(index);
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
