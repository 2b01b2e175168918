#include "agent/catalog/parse.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "agent/base/parse_error_collector.h"
#include "agent/catalog/name_holders.h"
#include "agent/catalog/word_before.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::TextFormat;

// Catalogs nest 4 levels deep; unknown fields may nest further.
constexpr int kMaxDepth = 32;

constexpr char kNoSuchValue[] = "the schema has no such value; correct it";

// What the parser reports: where the unknown fields are (its warnings) and the
// first error.
class Collector final : public ParseErrorCollector {
 public:
  void Error(int line, int column, absl::string_view text) override {
    if (has_error_) return;
    has_error_ = true;
    error_at_ = {line, column};
    error_ = std::string(text);
  }
  void Warning(int line, int column, absl::string_view) override {
    ++total_unknown_;
    if (total_unknown_ <= FaultList::kMaxTold) unknown_.emplace_back(line, column);
  }

  const std::vector<TextPosition>& unknown() const { return unknown_; }
  int untold_unknown() const { return total_unknown_ - static_cast<int>(unknown_.size()); }
  const TextPosition& error_at() const { return error_at_; }
  const std::string& error() const { return error_; }

 private:
  std::vector<TextPosition> unknown_;
  int total_unknown_ = 0;
  bool has_error_ = false;
  TextPosition error_at_;
  std::string error_;
};

bool IsUnknownValue(absl::string_view error) {
  return absl::StartsWith(error, "Unknown enumeration value");
}

v1::CatalogFault FaultAt(const TextPosition& at, v1::CatalogFaultReason reason,
                         std::string message) {
  v1::CatalogFault fault;
  fault.set_line(at.first + 1);
  fault.set_column(at.second + 1);
  fault.set_reason(reason);
  fault.set_message(std::move(message));
  return fault;
}

v1::CatalogFault ErrorFault(absl::string_view text, const TextPosition& at,
                            const std::string& error) {
  constexpr char kRest[] = "; the rest was not checked";
  const TextPosition word = WordsBefore(text, {at}).front();
  if (IsUnknownValue(error)) {
    return FaultAt(word, v1::CATALOG_FAULT_REASON_UNKNOWN_FIELD, absl::StrCat(kNoSuchValue, kRest));
  }
  if (absl::EndsWith(error, "specified multiple times.")) {
    return FaultAt(word, v1::CATALOG_FAULT_REASON_SYNTAX,
                   absl::StrCat("the field is set twice; remove one", kRest));
  }
  return FaultAt(at, v1::CATALOG_FAULT_REASON_SYNTAX,
                 absl::StrCat("no textproto (", error, ")", kRest));
}

// `locations` may be null.
bool Read(absl::string_view text, v1::Catalog& catalog, SourceLocation::Locations* locations,
          Collector& collector) {
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.AllowUnknownField(true);
  parser.WriteLocationsTo(locations);
  parser.SetRecursionLimit(kMaxDepth);
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  return parser.Parse(&input, &catalog);
}

// A number that no enum has, for the word at `position` of the text. It takes the
// space of the word, so that what follows keeps its line and column; only after a
// word of one letter the rest of the line moves by one.
void ReplaceWord(const TextPosition& position, std::string& text) {
  constexpr char kNumber[] = "-1";
  const size_t begin = OffsetOf(text, position);
  const auto is_in_word = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
  };
  const auto end =
      std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), is_in_word);
  const size_t size = static_cast<size_t>(end - text.begin()) - begin;
  std::string number = kNumber;
  if (number.size() < size) number.resize(size, ' ');
  text.replace(begin, size, number);
}

// The parser stops at a word that an enum does not have and reads past any
// number: puts numbers in the place of such words, and returns where they stood.
std::vector<TextPosition> ReplaceUnknownValues(std::string& text) {
  std::vector<TextPosition> words;
  while (words.size() < kMaxUnknownValues) {
    v1::Catalog catalog;
    Collector collector;
    if (Read(text, catalog, nullptr, collector) || !IsUnknownValue(collector.error())) break;
    words.push_back(WordsBefore(text, {collector.error_at()}).front());
    ReplaceWord(words.back(), text);
  }
  return words;
}

}  // namespace

bool ParseCatalog(absl::string_view written, v1::Catalog& catalog,
                  SourceLocation::Locations& locations, FaultList& faults) {
  std::string text(written);
  const std::vector<TextPosition> unknown_values = ReplaceUnknownValues(text);
  Collector collector;
  const bool parsed = Read(text, catalog, &locations, collector);

  std::vector<v1::CatalogFault> unknown;
  for (const TextPosition& word : WordsBefore(text, collector.unknown())) {
    unknown.push_back(FaultAt(word, v1::CATALOG_FAULT_REASON_UNKNOWN_FIELD,
                              "the schema has no field of this name here; correct or remove it"));
  }
  NameHolders(catalog, locations, unknown);
  for (v1::CatalogFault& fault : unknown) faults.Add(std::move(fault));
  faults.AddUntold(collector.untold_unknown());
  if (parsed) return true;
  for (const TextPosition& word : unknown_values) {
    faults.Add(FaultAt(word, v1::CATALOG_FAULT_REASON_UNKNOWN_FIELD, kNoSuchValue));
  }
  faults.Add(ErrorFault(text, collector.error_at(), collector.error()));
  return false;
}

}  // namespace linkstat::catalog
