// A catalog's text: parsed and validated as a whole, and what is valid comes back
// from its own text under the same revision.

#include <algorithm>
#include <string>

#include "agent/catalog/fault_list.h"
#include "agent/catalog/load.h"
#include "google/protobuf/text_format.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/target.h"

namespace linkstat::fuzz {
namespace {

void RequireToldFaults(const catalog::LoadResult& loaded, absl::string_view text) {
  const auto told = static_cast<int>(loaded.faults.size());
  Require(told > 0 && told <= catalog::FaultList::kMaxTold, "1 to 1000 faults are told");
  Require(loaded.total_faults >= told, "no more faults are told than there are");
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  int before = 0;
  for (const v1::CatalogFault& fault : loaded.faults) {
    Require(fault.reason() != v1::CATALOG_FAULT_REASON_UNSPECIFIED, "a fault has a reason");
    Require(!fault.message().empty(), "a fault has a message");
    Require(!fault.has_line() || (fault.line() >= 1 && fault.line() <= lines),
            "a fault is on a line of the text");
    Require(fault.line() >= before, "faults are in the order of the text");
    before = fault.line();
  }
}

void RequireUsable(const core::Snapshot& snapshot) {
  for (int i = 0; i < snapshot.catalog().permissions_size(); ++i) {
    const auto hit = snapshot.permission_names().Find(snapshot.catalog().permissions(i).label());
    Require(hit.has_value() && hit->entry == i && hit->kind == v1::MATCH_KIND_EXACT,
            "a label finds its permission");
  }
  std::string text;
  google::protobuf::TextFormat::PrintToString(snapshot.catalog(), &text);
  const catalog::LoadResult again = catalog::LoadCatalog(text);
  Require(again.snapshot != nullptr, "a valid catalog's own text is valid");
  Require(again.snapshot->revision() == snapshot.revision(), "its revision is the same");
}

void Run(absl::string_view text) {
  const catalog::LoadResult loaded = catalog::LoadCatalog(text);
  if (loaded.snapshot == nullptr) return RequireToldFaults(loaded, text);
  Require(loaded.faults.empty() && loaded.total_faults == 0, "what is served has no fault");
  RequireUsable(*loaded.snapshot);
}

}  // namespace
}  // namespace linkstat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  linkstat::fuzz::Run(linkstat::fuzz::TextOf(data, size));
  return 0;
}
