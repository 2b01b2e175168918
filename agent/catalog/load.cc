#include "agent/catalog/load.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/base/sha256.h"
#include "agent/catalog/fault_list.h"
#include "agent/catalog/parse.h"
#include "agent/catalog/validate.h"
#include "agent/core/bounds.h"
#include "agent/core/text.h"

namespace linkstat::catalog {
namespace {

// A fault of the text as a whole, or of a line of it, from 1.
v1::CatalogFault MakeFault(v1::CatalogFaultReason reason, absl::string_view message, int line = 0) {
  v1::CatalogFault fault;
  if (line > 0) fault.set_line(line);
  fault.set_reason(reason);
  fault.set_message(std::string(message));
  return fault;
}

bool IsStrayControl(char c) {
  return absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t' && c != '\n' && c != '\r';
}

// What is wrong with a line; absent when nothing is.
std::optional<absl::string_view> FaultOfLine(absl::string_view line) {
  if (!core::IsUtf8(line)) return "this line is not valid UTF-8; save the text as UTF-8";
  if (std::any_of(line.begin(), line.end(), IsStrayControl)) {
    return "this line holds a control character; remove it";
  }
  return std::nullopt;
}

// Adds what makes the text unfit to be parsed, one fault a line.
void CheckRawText(absl::string_view text, FaultList& faults) {
  if (text.size() > core::kMaxCatalogTextSize) {
    return faults.Add(MakeFault(
        v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS,
        absl::StrCat("the text is larger than ", core::kMaxCatalogTextSize, " bytes; shorten it")));
  }
  size_t begin = 0;
  for (int line = 1; begin < text.size(); ++line) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const auto message = FaultOfLine(text.substr(begin, end - begin));
    if (message) faults.Add(MakeFault(v1::CATALOG_FAULT_REASON_MALFORMED, *message, line));
    begin = end + 1;
  }
}

LoadResult Rejected(const FaultList& faults) { return {nullptr, faults.InOrder(), faults.total()}; }

}  // namespace

LoadResult LoadCatalog(absl::string_view textproto) {
  FaultList faults;
  CheckRawText(textproto, faults);
  if (!faults.empty()) return Rejected(faults);
  v1::Catalog catalog;
  SourceLocation::Locations locations;
  if (!ParseCatalog(textproto, catalog, locations, faults)) return Rejected(faults);
  ValidateEntries(catalog, &locations, faults);
  if (!faults.empty()) return Rejected(faults);
  std::string revision = RevisionOf(catalog);
  return {std::make_shared<const core::Snapshot>(std::move(catalog), std::move(revision)), {}, 0};
}

LoadResult LoadCatalogFile(const std::string& path) { return LoadCatalogFile(ReadFile(path)); }

LoadResult LoadCatalogFile(const FileContent& content) {
  if (content.text.has_value()) return LoadCatalog(*content.text);
  FaultList faults;
  faults.Add(MakeFault(v1::CATALOG_FAULT_REASON_UNREADABLE, content.error));
  return Rejected(faults);
}

FileContent ReadFile(const std::string& path) {
  return ReadRegularFile(path, core::kMaxCatalogTextSize);
}

core::SnapshotPtr EmbeddedCatalog() {
  static const auto* const snapshot =
      new core::SnapshotPtr(LoadCatalog(EmbeddedCatalogText()).snapshot);
  return *snapshot;
}

// A catalog has no maps and no unknown fields, so that it is serialized to the same bytes
// everywhere: its fields in the order of their numbers.
std::string RevisionOf(const v1::Catalog& catalog) {
  const std::string bytes = catalog.SerializeAsString();
  return absl::BytesToHexString(Sha256(bytes).substr(0, core::kRevisionSize / 2));
}

std::string FaultLine(absl::string_view file, const v1::CatalogFault& fault) {
  std::string line;
  if (!file.empty()) absl::StrAppend(&line, file, ":");
  if (fault.has_line()) absl::StrAppend(&line, fault.line(), ":");
  if (!line.empty()) line += ' ';
  if (!fault.path().empty()) absl::StrAppend(&line, fault.path(), ": ");
  absl::StrAppend(&line, fault.message());
  return line;
}

}  // namespace linkstat::catalog
