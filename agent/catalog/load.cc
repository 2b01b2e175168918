#include "agent/catalog/load.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/catalog/fault_list.h"
#include "agent/catalog/parse.h"
#include "agent/catalog/raw_text.h"
#include "agent/catalog/read_file.h"
#include "agent/catalog/revision.h"
#include "agent/catalog/validate.h"

namespace linkstat::catalog {
namespace {

LoadResult Rejected(const FaultList& faults) { return {nullptr, faults.InOrder(), faults.total()}; }

}  // namespace

LoadResult LoadCatalog(absl::string_view textproto) {
  FaultList faults;
  if (!CheckRawText(textproto, faults)) return Rejected(faults);
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
  v1::CatalogFault fault;
  fault.set_reason(v1::CATALOG_FAULT_REASON_UNREADABLE);
  fault.set_message(content.error);
  faults.Add(std::move(fault));
  return Rejected(faults);
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
