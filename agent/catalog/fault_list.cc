#include "agent/catalog/fault_list.h"

#include <algorithm>
#include <string>
#include <utility>

namespace linkstat::catalog {

void FaultList::Add(const SourceLocation& place, v1::CatalogFaultReason reason,
                    absl::string_view message) {
  v1::CatalogFault fault;
  place.Mark(fault);
  fault.set_reason(reason);
  fault.set_message(std::string(message));
  Add(std::move(fault));
}

void FaultList::Add(v1::CatalogFault fault) {
  ++total_;
  if (told_.size() < kMaxTold) told_.push_back(std::move(fault));
}

std::vector<v1::CatalogFault> FaultList::InOrder() const {
  std::vector<v1::CatalogFault> faults = told_;
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.line(), a.column()) < std::make_pair(b.line(), b.column());
  });
  return faults;
}

}  // namespace linkstat::catalog
